import type { AnyOperation } from "@intunectl/graph-core";
import { badRequest, Failure } from "./failure.ts";

/** One part of a path. */
export type RoutePart =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "key"; readonly value: string };

/** Where a path leads, before a method is chosen. */
export interface Place {
  readonly version: string;
  /** Operations of this very path, by method; several of one method when they make different types. */
  readonly operations: ReadonlyMap<string, readonly AnyOperation[]>;
  readonly parts: readonly RoutePart[];
}

/** Finds operations by paths such as `/beta/groups('6b1d0f42')`. */
export interface Router {
  /** The place of a path's segments after the version; throws what Graph answers to an unknown segment. */
  findPlace(version: string, segments: readonly string[]): Place;
}

interface Node {
  readonly names: Map<string, Node>;
  /** Functions with arguments: `range(address='{address}')`, by their template. */
  readonly calls: Map<string, { readonly pattern: RegExp; readonly node: Node }>;
  key: Node | undefined;
  readonly operations: Map<string, AnyOperation[]>;
}

/** Builds the tree of all paths once, so that a request costs its own length and not the number of operations. */
export function createRouter(operations: readonly AnyOperation[]): Router {
  const roots = new Map<string, Node>();
  for (const operation of operations) {
    let node = child(roots, operation.version);
    for (const segment of operation.path.split("/").slice(1)) {
      if (segment.startsWith("{")) node = node.key ??= createNode();
      else node = segment.includes("{") ? call(node, segment) : child(node.names, segment);
    }
    node.operations.set(operation.method, [...(node.operations.get(operation.method) ?? []), operation]);
  }
  return {
    findPlace(version, segments) {
      const root = roots.get(version);
      const reach = { depth: 0 };
      const found = root === undefined ? undefined : walk(root, segments, 0, [], reach);
      if (found !== undefined) return { version, ...found };
      throw badRequest(`Resource not found for the segment '${segments[reach.depth] ?? ""}'.`);
    },
  };
}

function createNode(): Node {
  return { names: new Map(), calls: new Map(), key: undefined, operations: new Map() };
}

function child(nodes: Map<string, Node>, name: string): Node {
  const known = nodes.get(name);
  if (known !== undefined) return known;
  const node = createNode();
  nodes.set(name, node);
  return node;
}

function call({ calls }: Node, template: string): Node {
  const known = calls.get(template);
  if (known !== undefined) return known.node;
  const literals = template.split(/\{[^}]*\}/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const node = createNode();
  calls.set(template, { pattern: new RegExp(`^${literals.join("[^,)]*")}$`), node });
  return node;
}

/** Names go before keys: `/groups/delta` is not the group "delta". A dead end behind a name is tried as a key. */
function walk(
  node: Node,
  segments: readonly string[],
  depth: number,
  parts: readonly RoutePart[],
  reach: { depth: number },
): Pick<Place, "operations" | "parts"> | undefined {
  reach.depth = Math.max(reach.depth, depth);
  const segment = segments[depth];
  if (segment === undefined) return isUsed(node) ? { operations: node.operations, parts } : undefined;
  const named = node.names.get(segment);
  const direct =
    named === undefined
      ? undefined
      : walk(named, segments, depth + 1, [...parts, { kind: "name", name: segment }], reach);
  if (direct !== undefined) return direct;
  for (const { pattern, node: called } of node.calls.values()) {
    if (!pattern.test(segment)) continue;
    const found = walk(called, segments, depth + 1, [...parts, { kind: "name", name: segment }], reach);
    if (found !== undefined) return found;
  }
  const quoted = readQuotedKey(segment);
  const collection = quoted === undefined ? undefined : node.names.get(quoted.name);
  if (quoted !== undefined && collection?.key !== undefined) {
    const both: RoutePart[] = [
      { kind: "name", name: quoted.name },
      { kind: "key", value: quoted.key },
    ];
    const found = walk(collection.key, segments, depth + 1, [...parts, ...both], reach);
    if (found !== undefined) return found;
  }
  if (node.key === undefined || segment === "" || isStep(segment)) return undefined;
  return walk(node.key, segments, depth + 1, [...parts, { kind: "key", value: segment }], reach);
}

/** What OData means something by is never an id: `$count`, and names of types and actions. */
function isStep(segment: string): boolean {
  return segment.startsWith("$") || /^(?:microsoft\.)?graph\.\w+$/i.test(segment);
}

/** Whether the path is one that Graph would know: it leads to an operation, or further. */
function isUsed({ operations, names, calls, key }: Node): boolean {
  return operations.size > 0 || names.size > 0 || calls.size > 0 || key !== undefined;
}

/** `name('key')`, where a quote inside the key is written twice. */
function readQuotedKey(segment: string): { readonly name: string; readonly key: string } | undefined {
  const start = segment.indexOf("('");
  if (start <= 0 || !segment.endsWith("')")) return undefined;
  const quoted = segment.slice(start + 2, -2);
  if (quoted === "" || /(?<!')(?:'')*'(?!')/.test(quoted)) return undefined;
  return { name: segment.slice(0, start), key: quoted.replaceAll("''", "'") };
}

/** The parts of a path; one slash at the end is forgiven, an empty segment is not. */
export function decodeSegments(path: string): readonly string[] {
  const segments = path.split("/").slice(1);
  if (segments.length > 1 && segments.at(-1) === "") segments.pop();
  try {
    return segments.map((segment) => decodeURIComponent(segment));
  } catch {
    throw badRequest("The request URI is not valid.");
  }
}

/** What Intune says of a method that a path does not have. */
export function noMethod(status: number): Failure {
  const code = "No method match route template";
  return new Failure(status, code, code);
}
