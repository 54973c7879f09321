import type { CsdlStructured } from "../read/csdl-facts.ts";
import type { CsdlDocument } from "./upstream-csdl.ts";
import { operationKey } from "./upstream-csdl.ts";

/** A request of a page of the surface, and where its declarations go when no fragment has them. */
export interface WantedPath {
  readonly path: string;
  /** `intune-grouppolicy`: the part of the page's name that pages of one area share. */
  readonly area: string;
}

/** The declarations that make a path mean something. */
export interface PathDeclarations {
  readonly area: string;
  /** Members to take of what only leads through, by declaration: `NavigationProperty scripts` of `EntityType x`. */
  readonly members: ReadonlyMap<string, string>;
  /** The action or function at the end of the path. */
  readonly operation: string | undefined;
  /** The type that it is bound to, or that is at the end of the path. */
  readonly target: string;
}

/** Walks a path through the whole metadata; undefined where it does not lead along. */
export function findPathDeclarations(
  upstream: CsdlDocument,
  { path, area }: WantedPath,
): PathDeclarations | undefined {
  const { facts, declarations } = upstream;
  const types = new Map(
    facts.types.flatMap((type) => (type.kind === "enum" ? [] : [[type.name.value, type] as const])),
  );
  const [first = "", ...segments] = path.split("/").filter((segment) => segment !== "");
  const root = facts.roots.find(({ name }) => name.value === first);
  const container = [...declarations.keys()].find((key) => key.startsWith("EntityContainer "));
  if (root === undefined || container === undefined) return undefined;
  const members = new Map([[container, `${root.kind === "singleton" ? "Singleton" : "EntitySet"} ${first}`]]);
  let { name, isCollection } = root.type;
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith("{")) {
      isCollection = false;
      continue;
    }
    if (types.has(segment)) {
      name = segment;
      continue;
    }
    const chain = withBases(types, name);
    const owner = chain.find(({ navigation }) => navigation.some((each) => each.name.value === segment));
    const step = owner?.navigation.find((each) => each.name.value === segment);
    if (owner !== undefined && step !== undefined) {
      members.set(
        `${owner.kind === "entity" ? "EntityType" : "ComplexType"} ${owner.name.value}`,
        `NavigationProperty ${segment}`,
      );
      ({ name, isCollection } = step.type.value);
      continue;
    }
    const called = segment.replace(/\(.*$/, "").split(".").at(-1) ?? "";
    const bound = [...facts.actions, ...facts.functions].find(({ name: own, parameters: [binding] }) => {
      const use = binding?.type.value;
      return (
        own.value === called &&
        use?.isCollection === isCollection &&
        chain.some((type) => type.name.value === use.name)
      );
    });
    if (bound === undefined || index < segments.length - 1) return undefined;
    const target = bound.parameters[0]?.type.value.name ?? name;
    return { area, members, operation: operationKey(bound), target };
  }
  return { area, members, operation: undefined, target: name };
}

function withBases(types: ReadonlyMap<string, CsdlStructured>, name: string): readonly CsdlStructured[] {
  const chain: CsdlStructured[] = [];
  for (
    let type = types.get(name);
    type !== undefined && !chain.includes(type);
    type = types.get(type.base?.value ?? "")
  )
    chain.push(type);
  return chain;
}
