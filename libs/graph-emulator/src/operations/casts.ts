import type { GraphModel } from "@intunectl/graph-core";
import { findType } from "./types.ts";

/** A type that a path asks for: `/deviceConfigurations/{id}/microsoft.graph.windows10CustomConfiguration`. */
export interface Cast {
  /** How many parts (names and keys) stand before it. */
  readonly after: number;
  /** Qualified name. */
  readonly type: string;
}

/** The segments that lead somewhere, and what the others say. */
export interface ReadSegments {
  readonly segments: readonly string[];
  readonly casts: readonly Cast[];
  /** The path ends in `/$count`. */
  readonly isCount: boolean;
}

/** Whether a path has segments that are no steps: type casts, qualified actions, `$count`. */
export function hasCasts(segments: readonly string[]): boolean {
  return segments.at(-1) === "$count" || segments.some((segment) => toQualified(segment) !== undefined);
}

/** Takes type casts and `$count` out of a path, and the namespace off the name of an action at its end. */
export function readCasts(model: GraphModel, given: readonly string[]): ReadSegments {
  const isCount = given.length > 1 && given.at(-1) === "$count";
  const steps = isCount ? given.slice(0, -1) : given;
  const segments: string[] = [];
  const casts: Cast[] = [];
  let parts = 0;
  for (const [index, segment] of steps.entries()) {
    const qualified = index === 0 ? undefined : toQualified(segment);
    if (qualified !== undefined && findType(model, qualified) !== undefined) {
      casts.push({ after: parts, type: qualified });
      continue;
    }
    const short = qualified?.slice(qualified.lastIndexOf(".") + 1);
    const isLast = index === steps.length - 1;
    segments.push(short !== undefined && isLast && isCalled(model, short) ? short : segment);
    parts += /^[^(]+\('.*'\)$/.test(segment) ? 2 : 1;
  }
  return { segments, casts, isCount };
}

/** Whether some action or function has this name. */
function isCalled({ operations }: GraphModel, name: string): boolean {
  return Object.values(operations).some(
    (operation) =>
      (operation.kind === "action" && operation.action === name) ||
      (operation.kind === "function" && operation.function === name),
  );
}

/** The qualified name that a segment is; `graph.` is an alias of the namespace. */
function toQualified(segment: string): string | undefined {
  const name = /^(?:microsoft\.graph|graph)\.(\w+)$/i.exec(segment)?.[1];
  return name === undefined ? undefined : `microsoft.graph.${name}`;
}
