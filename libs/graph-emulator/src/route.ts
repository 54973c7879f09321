import type { AnyOperation } from "@intunectl/graph-core";
import { badRequest, Failure } from "./failure.ts";

/** A request path that an operation serves. */
export interface Route {
  readonly operation: AnyOperation;
  /** The path's parts in order, with the ids that stand for parameters. */
  readonly parts: readonly RoutePart[];
}

/** One part of a path. */
export type RoutePart =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "key"; readonly value: string };

/** Finds the operation for a method and a path such as `/beta/groups('6b1d0f42')`; throws what Graph would answer. */
export function findRoute(operations: readonly AnyOperation[], method: string, path: string): Route {
  const [version = "", ...segments] = decodeSegments(path);
  const ofVersion = operations.filter((operation) => operation.version === version);
  if (version !== "beta" && version !== "v1.0") throw badRequest(`Invalid version: ${version}`);
  const found = ofVersion.map((operation) => ({ operation, ...match(operation.path, segments) }));
  const complete = found.filter(({ isComplete }) => isComplete);
  const hit = complete.find(({ operation }) => operation.method === method);
  if (hit !== undefined) return { operation: hit.operation, parts: hit.parts };
  const depth = Math.max(0, ...found.map(({ matched }) => matched));
  const unknown = segments[depth];
  if (complete.length === 0 && (unknown !== undefined || segments.length === 0)) {
    throw badRequest(`Resource not found for the segment '${unknown ?? ""}'.`);
  }
  const code = "No method match route template";
  throw new Failure(400, code, code);
}

function decodeSegments(path: string): string[] {
  const segments = path.split("/").slice(1);
  // One slash at the end is forgiven, an empty segment is not.
  if (segments.length > 1 && segments.at(-1) === "") segments.pop();
  try {
    return segments.map((segment) => decodeURIComponent(segment));
  } catch {
    throw badRequest("The request URI is not valid.");
  }
}

interface Match {
  readonly isComplete: boolean;
  /** How many segments fit. */
  readonly matched: number;
  readonly parts: readonly RoutePart[];
}

function match(template: string, segments: readonly string[]): Match {
  const wanted = template.split("/").slice(1);
  const parts: RoutePart[] = [];
  let matched = 0;
  let position = 0;
  while (matched < segments.length && position < wanted.length) {
    const segment = segments[matched] ?? "";
    const name = wanted[position] ?? "";
    const isKeyNext = wanted[position + 1]?.startsWith("{") === true;
    const key = isKeyNext ? quotedKey(name, segment) : undefined;
    if (name.startsWith("{")) {
      if (segment === "") break;
      parts.push({ kind: "key", value: segment });
    } else if (segment === name) {
      parts.push({ kind: "name", name });
    } else if (key !== undefined) {
      parts.push({ kind: "name", name }, { kind: "key", value: key });
      position += 1;
    } else break;
    matched += 1;
    position += 1;
  }
  return { isComplete: matched === segments.length && position === wanted.length, matched, parts };
}

/** The key of `name('key')`, where a quote inside the key is written twice. */
function quotedKey(name: string, segment: string): string | undefined {
  if (!segment.startsWith(`${name}('`) || !segment.endsWith("')")) return undefined;
  const quoted = segment.slice(name.length + 2, -2);
  return quoted === "" || /(?<!')(?:'')*'(?!')/.test(quoted) ? undefined : quoted.replaceAll("''", "'");
}
