import type {
  AnyOperation,
  GraphModel,
  PropertyModel,
  StructuredTypeModel,
  TypeUse,
} from "@intunectl/graph-core";
import type { Catalog } from "../operations/catalog.ts";
import { toTemplate } from "../operations/catalog.ts";

/** A navigation property, or a root of the container. */
interface Step {
  readonly name: string;
  readonly type: string;
  readonly isCollection: boolean;
}

/** What a surface serves, as a CSDL document: the one that `@odata.context` leads to. */
export function printMetadata(
  { types, operations: models }: GraphModel,
  operations: readonly AnyOperation[],
  catalog: Catalog,
): string {
  const steps = findSteps(operations, catalog);
  const declared = Object.entries(types).map(([name, type]) => {
    if (type.kind === "enum")
      return element(
        "EnumType",
        { Name: shorten(name) },
        type.members.map((member, value) => element("Member", { Name: member, Value: String(value) })),
      );
    return printType(name, type, steps.get(name) ?? []);
  });
  // Roots such as deviceManagement, whose own type nobody asked for.
  const synthetic = [...steps].filter(([name]) => name !== "" && types[name] === undefined);
  const roots = synthetic.map(([name, own]) => printType(name, { kind: "entity", properties: {} }, own));
  const actions = Object.values(models).flatMap((model) => {
    if (model.kind !== "action") return [];
    const binding = element("Parameter", { Name: "bindingParameter", Type: model.boundTo });
    const parameters = Object.entries(model.parameters).map(([name, use]) =>
      element("Parameter", { Name: name, Type: print(use) }),
    );
    const returns =
      model.returns === undefined ? [] : [element("ReturnType", { Type: print(model.returns) })];
    return [element("Action", { Name: model.action, IsBound: "true" }, [binding, ...parameters, ...returns])];
  });
  const container = (steps.get("") ?? []).map(({ name, type, isCollection }) =>
    isCollection
      ? element("EntitySet", { Name: name, EntityType: type })
      : element("Singleton", { Name: name, Type: type }),
  );
  const schema = [
    ...declared,
    ...roots,
    ...new Set(actions),
    element("EntityContainer", { Name: "GraphService" }, container),
  ];
  const edm = "http://docs.oasis-open.org/odata/ns/edm";
  const body = element("Schema", { Namespace: "microsoft.graph", xmlns: edm }, schema);
  const services = element("edmx:DataServices", {}, [body]);
  const xmlns = { Version: "4.0", "xmlns:edmx": "http://docs.oasis-open.org/odata/ns/edmx" };
  return `<?xml version="1.0" encoding="utf-8"?>\n${element("edmx:Edmx", xmlns, [services])}\n`;
}

/** The roots of the container, for the service document. */
export function listRoots(operations: readonly AnyOperation[], catalog: Catalog): readonly Step[] {
  return findSteps(operations, catalog).get("") ?? [];
}

/** What each type leads to, by qualified name; the container has no name. */
function findSteps(
  operations: readonly AnyOperation[],
  catalog: Catalog,
): ReadonlyMap<string, readonly Step[]> {
  const found = new Map<string, Map<string, Step>>();
  for (const operation of operations) {
    const segments = toTemplate(operation.path).split("/");
    let from = "";
    for (const [index, name] of segments.entries()) {
      if (name === "{}" || name.includes("(")) continue;
      const template = segments.slice(0, index + 1).join("/");
      const type = catalog.entityTypeOf(template);
      const isLast = index === segments.length - 1;
      // The last segment of an action or of a function leads nowhere.
      if (type === undefined && isLast) break;
      const step = {
        name,
        type: type ?? `microsoft.graph.${name}`,
        isCollection: type !== undefined && catalog.isCollection(template),
      };
      const known = found.get(from) ?? new Map<string, Step>();
      found.set(from, known.set(name, step));
      from = step.type;
    }
  }
  return new Map([...found].map(([name, steps]) => [name, [...steps.values()]]));
}

function printType(name: string, type: StructuredTypeModel, steps: readonly Step[]): string {
  const { base, isAbstract, kind, properties } = type;
  const key =
    kind === "entity" && "id" in properties
      ? [element("Key", {}, [element("PropertyRef", { Name: "id" })])]
      : [];
  const own = Object.entries(properties).map(([property, use]) => printProperty(property, use));
  const navigation = steps.map((step) =>
    element("NavigationProperty", { Name: step.name, Type: print(step), ContainsTarget: "true" }),
  );
  return element(
    kind === "entity" ? "EntityType" : "ComplexType",
    {
      Name: shorten(name),
      ...(base === undefined ? {} : { BaseType: base }),
      ...(isAbstract === true ? { Abstract: "true" } : {}),
    },
    [...key, ...own, ...navigation],
  );
}

function printProperty(name: string, use: PropertyModel): string {
  return element("Property", {
    Name: name,
    Type: print(use),
    ...(use.isNullable === true ? {} : { Nullable: "false" }),
  });
}

function print({
  type,
  isCollection,
}: Omit<TypeUse, "isCollection"> & { readonly isCollection?: boolean }): string {
  return isCollection === true ? `Collection(${type})` : type;
}

function shorten(name: string): string {
  return name.replace(/^microsoft\.graph\./, "");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly string[] = [],
): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${value.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "")}"`,
  );
  const start = `<${name}${pairs.join("")}`;
  return content.length === 0 ? `${start}/>` : `${start}>${content.join("")}</${name}>`;
}
