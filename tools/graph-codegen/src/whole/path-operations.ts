import type { Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, ResultDef, TypeUse } from "../model/ir.ts";
import { camelCase, pascalCase, shortName } from "../model/names.ts";
import type { CsdlNavigation, CsdlRoot } from "../read/csdl-facts.ts";
import { saidValue, terms } from "../reconcile/annotations.ts";
import type { Reconciling } from "../reconcile/context.ts";
import type { EntityVerb } from "../reconcile/entity-operation.ts";
import { propertyNames } from "../reconcile/entity-operation.ts";
import { anonymous, withBases } from "../reconcile/path.ts";
import { pathParameters } from "../reconcile/path-parameters.ts";
import { distinctVariables } from "../reconcile/path-variables.ts";
import { queryOptions } from "../reconcile/query-options.ts";
import type { TypeTable } from "../reconcile/type-table.ts";
import type { Names } from "./operation-names.ts";

/** A way through the containment of the service, and what stands at its end. */
interface Way {
  readonly path: string;
  readonly type: TypeUse;
  /** What annotations call the set or the property at the end. */
  readonly target: string;
  readonly origin: Origin;
  /** Where a thing lives it can be made, changed and deleted; through a reference it can be read. */
  readonly isContained: boolean;
  readonly isRoot: boolean;
  readonly types: ReadonlySet<string>;
  /** Its type stood on the way already: a type that contains itself would have no last path. */
  readonly isLast: boolean;
  readonly depth: number;
}

/** Roots and navigation properties on a way: with five there would be twice as many operations, and nobody asks for them. */
const deepest = 4;

/** Every read, creation, change and deletion along the containment of a whole CSDL, but for those in `others`. */
export function pathOperations(
  context: Reconciling,
  others: readonly OperationDef[],
  names: Names,
): readonly OperationDef[] {
  const taken = new Set(others.map(({ method, path }) => `${method.value} ${anonymous(path.value)}`));
  const found: OperationDef[] = [];
  const waiting: Way[] = context.facts.csdl.flatMap(({ roots }) => roots).map(fromRoot);
  for (let way = waiting.pop(); way !== undefined; way = waiting.pop()) {
    const shared = sharedBy(way);
    for (const verb of verbsOf(context.table, way)) {
      const operation = toOperation(context, way, shared, verb);
      const key = `${operation.method.value} ${anonymous(operation.path.value)}`;
      if (taken.has(key)) continue;
      taken.add(key);
      found.push({ ...operation, name: names(operation.name) });
    }
    waiting.push(...stepsFrom(context.table, way));
  }
  return found;
}

function fromRoot({ name, type, target }: CsdlRoot): Way {
  return {
    path: `/${name.value}`,
    type,
    target,
    origin: name.origin,
    isContained: true,
    isRoot: true,
    types: new Set([type.name]),
    isLast: false,
    depth: 1,
  };
}

function stepsFrom(table: TypeTable, way: Way): readonly Way[] {
  const { name, isCollection } = way.type;
  if (!way.isContained) return [];
  if (isCollection)
    return [{ ...way, path: itemPath(way), type: { name, isCollection: false }, isRoot: false }];
  if (way.isLast || way.depth >= deepest) return [];
  const own = navigationOf(table, name).map((step) => toWay(way, way.path, step));
  // What only a derived type has is reached by a cast.
  const derived = table.derived(name).flatMap((type) => {
    const declared = table.get(type)?.csdl;
    if (declared === undefined || declared.kind === "enum") return [];
    return declared.navigation.map((step) =>
      toWay(way, `${way.path}/${type}`, { owner: type, navigation: step }),
    );
  });
  return [...own, ...derived];
}

interface Step {
  readonly owner: string;
  readonly navigation: CsdlNavigation;
}

function navigationOf(table: TypeTable, type: string): readonly Step[] {
  return withBases(type, table).flatMap((owner) => {
    const declared = table.get(owner)?.csdl;
    return declared === undefined || declared.kind === "enum"
      ? []
      : declared.navigation.map((navigation) => ({ owner, navigation }));
  });
}

function toWay(from: Way, path: string, { owner, navigation }: Step): Way {
  return {
    path: `${path}/${navigation.name.value}`,
    type: navigation.type.value,
    target: `${owner}/${navigation.name.value}`,
    origin: navigation.name.origin,
    isContained: navigation.isContained,
    isRoot: false,
    types: new Set([...from.types, navigation.type.value.name]),
    isLast: from.types.has(navigation.type.value.name),
    depth: from.depth + 1,
  };
}

function itemPath({ path, type }: Way): string {
  const name = `${camelCase(shortName(type.name))}Id`;
  return distinctVariables(`${path}/{${name}}`, new Set());
}

const restrictions: Readonly<Record<EntityVerb, readonly [term: string, value: string]>> = {
  list: [terms.read, "Readable=false"],
  get: [terms.read, "Readable=false"],
  create: [terms.insert, "Insertable=false"],
  update: [terms.update, "Updatable=false"],
  delete: [terms.delete, "Deletable=false"],
};

/** What can be done at the end of a way, as far as the metadata does not rule it out. */
function verbsOf(table: TypeTable, { type, target, isContained, isRoot }: Way): readonly EntityVerb[] {
  const annotations = [...table.annotations(target), ...table.annotations(type.name)];
  const verbs: readonly EntityVerb[] = type.isCollection
    ? ["list", ...(isContained ? (["create"] as const) : [])]
    : ["get", ...(isContained ? (["update", ...(isRoot ? [] : (["delete"] as const))] as const) : [])];
  return verbs.filter((verb) => {
    const [term, value] = restrictions[verb];
    return saidValue(annotations, term) !== value;
  });
}

const methods = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" } as const;

/** What all that can be done at the end of a way has in common. */
interface Shared {
  readonly noun: string;
  readonly family: string;
  readonly provenance: OperationDef["provenance"];
}

function sharedBy({ path, origin, target }: Way): Shared {
  return {
    noun: nameOf(path),
    family: familyOf(path),
    provenance: { docs: [], csdl: [`${origin.file}  ${target}`], openapi: [], overlays: [], rules: [] },
  };
}

function toOperation(
  context: Reconciling,
  way: Way,
  { noun, family, provenance }: Shared,
  verb: EntityVerb,
): OperationDef {
  const { type, origin, target } = way;
  const hasBody = verb === "create" || verb === "update";
  const path = distinctVariables(way.path, new Set(hasBody ? propertyNames(context, type.name) : []));
  return {
    name: verb + noun,
    method: fact(methods[verb], origin),
    path: fact(path, origin),
    summary: undefined,
    page: undefined,
    pathParameters: pathParameters(path, origin),
    queryParameters:
      verb === "list" || verb === "get"
        ? queryOptions(context.table, [target, type.name], verb === "list", origin)
        : [],
    bodyParameters: [],
    ...(hasBody ? { body: { type: type.name, origins: [origin] } } : {}),
    entity: type.name,
    result: resultOf(type.name, verb, origin),
    permissions: undefined,
    isIdempotent: verb === "delete",
    action: undefined,
    family,
    provenance,
  };
}

function resultOf(name: string, verb: EntityVerb, origin: Origin): ResultDef {
  if (verb === "delete") return { kind: "none" };
  const type = { name, isCollection: false };
  return verb === "list"
    ? { kind: "envelope", type, isPaged: true, origins: [origin] }
    : { kind: "single", type, origins: [origin] };
}

/** `/users/{userId}/todo/lists/{todoTaskListId}` -> `UsersTodoListsItem`. */
function nameOf(path: string): string {
  const segments = path.slice(1).split("/");
  const words = segments
    .filter((segment) => !segment.startsWith("{"))
    .map((segment) => pascalCase(shortName(segment)));
  return words.join("") + (segments.at(-1)?.startsWith("{") === true ? "Item" : "");
}

/** Operations whose paths begin alike share a module: the root, and what is below it. */
function familyOf(path: string): string {
  return path
    .slice(1)
    .split("/")
    .filter((segment) => !segment.startsWith("{") && !segment.includes("."))
    .slice(0, 2)
    .join("-");
}
