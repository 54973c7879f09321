import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { Overlay, OverlayValue } from "../read/overlay.ts";

/** What one source says of a fact. */
export interface Candidate<T extends OverlayValue> {
  readonly source: "docs" | "csdl" | "openapi";
  readonly value: T;
  readonly origin: Origin;
}

/** The value that stands, every place that has a say in it, and the overlays that decided. */
export interface Decision<T extends OverlayValue> {
  readonly value: T;
  readonly origins: readonly Origin[];
  readonly overlays: readonly Overlay[];
}

/** Settles facts; what it cannot settle it reports. */
export interface Decisions {
  /**
   * Settles one fact: an overlay wins; sources that agree are believed; a disagreement without an overlay is a
   * diagnostic with every place in it, and the run goes on with the first candidate so that all are found at once.
   */
  readonly decide: <T extends OverlayValue>(
    fact: string,
    candidates: readonly [Candidate<T>, ...Candidate<T>[]],
  ) => Decision<T>;
  /** Like `decide`, for a fact that no source may have. */
  readonly decideOptional: <T extends OverlayValue>(
    fact: string,
    candidates: readonly Candidate<T>[],
    sample: T,
  ) => Decision<T> | undefined;
  /** Overlays that no fact asked for. */
  readonly unused: () => readonly Diagnostic[];
}

/** Creates the judge of one run. */
export function createDecisions(overlays: readonly Overlay[], diagnostics: Diagnostic[]): Decisions {
  const patterns = overlays.map((overlay) => ({ overlay, matches: toPattern(overlay.fact.value) }));
  const used = new Set<Overlay>();
  const find = (name: string): Overlay | undefined =>
    patterns.find(({ matches }) => matches.test(name))?.overlay;

  const decide: Decisions["decide"] = (name, candidates) => {
    const overlay = find(name);
    const origins = candidates.map(({ origin }) => origin);
    if (overlay !== undefined) {
      used.add(overlay);
      const said = candidates.map(({ value }) => value);
      const hasMoved = isStale(overlay, said);
      if (hasMoved)
        diagnostics.push(
          diagnostic("overlay-stale", [overlay.was?.origin ?? overlay.origin, ...origins], {
            fact: name,
            was: show(overlay.was?.value ?? ""),
            now: said.map(show).join(" and "),
          }),
        );
      const value = candidates[0].value;
      // A stale overlay decides nothing: the difference that a person then sees is what the sources say now.
      if (hasMoved) return { value, origins, overlays: [] };
      const is = overlay.is.value;
      if (isLike(is, value))
        return { value: is, origins: [overlay.is.origin, ...origins], overlays: [overlay] };
      diagnostics.push(
        diagnostic("yaml-shape", [overlay.is.origin], { problem: `${name} cannot be ${show(is)}` }),
      );
      return { value, origins, overlays: [] };
    }
    if (candidates.some(({ value }) => !isSame(value, candidates[0].value)))
      diagnostics.push(
        diagnostic("facts-disagree", origins, {
          fact: name,
          says: candidates.map(({ source, value }) => `${source}: ${show(value)}`),
        }),
      );
    return { value: candidates[0].value, origins, overlays: [] };
  };

  return {
    decide,
    decideOptional: (name, candidates, sample) => {
      const [first, ...others] = candidates;
      if (first !== undefined) return decide(name, [first, ...others]);
      const overlay = find(name);
      if (overlay === undefined) return undefined;
      used.add(overlay);
      const is = overlay.is.value;
      return isLike(is, sample)
        ? { value: is, origins: [overlay.is.origin], overlays: [overlay] }
        : undefined;
    },
    unused: () =>
      overlays
        .filter((overlay) => !used.has(overlay))
        .map((overlay) => diagnostic("overlay-unused", [overlay.origin], { fact: overlay.fact.value })),
  };
}

/** A pattern overlay that finds its correction already made has nothing to say; one for a single fact is then stale. */
function isStale(overlay: Overlay, said: readonly OverlayValue[]): boolean {
  const was = overlay.was?.value;
  if (was === undefined || said.some((value) => isSame(value, was))) return false;
  return !(overlay.fact.value.includes("*") && said.every((value) => isSame(value, overlay.is.value)));
}

function toPattern(name: string): RegExp {
  return new RegExp(
    `^${name.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", "[A-Za-z0-9_]*")}$`,
  );
}

function isLike<T extends OverlayValue>(value: OverlayValue, sample: T): value is T {
  return typeof value === typeof sample && Array.isArray(value) === Array.isArray(sample);
}

function isSame(a: OverlayValue, b: OverlayValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: OverlayValue): string {
  if (typeof value === "object") return value.length === 0 ? "not supported" : value.join(", ");
  return String(value);
}
