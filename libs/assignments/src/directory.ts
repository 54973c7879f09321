import type { Diagnostic, SourcePosition } from "./diagnostic.ts";
import { findNearName } from "./near-name.ts";
import type { AssignMode } from "./plan.ts";
import type { SkippedConfiguration } from "./plan-file.ts";
import { type DirectoryEntry, findEntries, parseSelector, type Selector } from "./selector.ts";
import type { Assignment } from "./target.ts";

/** What was found in a tenant: all filters and configurations, and at least the groups that were asked for. */
export interface Directory {
  readonly groups: readonly DirectoryEntry[];
  readonly filters: readonly DirectoryEntry[];
  readonly configurations: readonly DirectoryConfiguration[];
}

/** A configuration of the tenant. */
export interface DirectoryConfiguration extends DirectoryEntry {
  /** The kind's name in URLs: `groupPolicyConfigurations`. */
  readonly resource: string;
}

/** A configuration of the tenant and the set that it should have. */
export interface ResolvedConfiguration extends DirectoryConfiguration {
  readonly mode: AssignMode;
  readonly desired: readonly Assignment[];
  /** Absent for what came from a command line. */
  readonly position?: SourcePosition;
}

/** Everything resolved, or what did not. */
export type Resolution =
  | {
      readonly kind: "resolved";
      readonly configurations: readonly ResolvedConfiguration[];
      /** Found, and left out because a name that belongs to them was not. */
      readonly skipped: readonly SkippedConfiguration[];
      /** The names that were not found; empty unless leaving out was asked for. */
      readonly leftOut: readonly Diagnostic[];
    }
  | { readonly kind: "unresolved"; readonly diagnostics: readonly Diagnostic[] };

/** A search that must not come back empty-handed in silence. */
export type Found<Result> = Result | { readonly kind: "none"; readonly diagnostic: Diagnostic };

/** The one entry that is meant. */
export function findOne<Entry extends DirectoryEntry>(
  selector: Selector,
  entries: readonly Entry[],
  what: "group" | "filter" | "configuration",
): Found<{ readonly kind: "one"; readonly entry: Entry }> {
  const found = findEntries(selector, entries);
  const [entry] = found;
  if (selector.kind === "pattern") {
    const message = `"${selector.pattern}" is a pattern; a ${what} must be named`;
    return { kind: "none", diagnostic: { code: `unknown-${what}`, message } };
  }
  if (entry === undefined) return { kind: "none", diagnostic: toUnknown(selector, entries, what) };
  if (found.length === 1) return { kind: "one", entry };
  const asked = selector.kind === "id" ? selector.id : selector.name;
  const ids = found.map(({ id }) => id).toSorted();
  return {
    kind: "none",
    diagnostic: {
      code: `ambiguous-${what}`,
      message: `"${asked}" matches ${found.length} ${what}s: ${ids.join(", ")}`,
      hint: "give the id",
    },
  };
}

/** All configurations that a name, an id or a pattern means. */
export function findConfigurations(
  text: string,
  directory: Directory,
): Found<{ readonly kind: "some"; readonly entries: readonly DirectoryConfiguration[] }> {
  const selector = parseSelector(text);
  if (selector.kind !== "pattern") {
    const found = findOne(selector, directory.configurations, "configuration");
    return found.kind === "none" ? found : { kind: "some", entries: [found.entry] };
  }
  const entries = findEntries(selector, directory.configurations);
  if (entries.length > 0) return { kind: "some", entries };
  const message = `no configuration matches "${text}"`;
  return { kind: "none", diagnostic: { code: "unknown-configuration", message } };
}

function toUnknown(
  selector: Exclude<Selector, { readonly kind: "pattern" }>,
  entries: readonly DirectoryEntry[],
  what: "group" | "filter" | "configuration",
): Diagnostic {
  const code = `unknown-${what}` as const;
  if (selector.kind === "id") return { code, message: `no ${what} has the id ${selector.id}` };
  const near = findNearName(
    selector.name,
    entries.map(({ name }) => name),
  );
  const message = `no ${what} is named "${selector.name}"`;
  if (near !== undefined) return { code, message, hint: `did you mean "${near}"?` };
  const longer = findLonger(selector.name, entries);
  if (longer.length === 0) return { code, message };
  const shown = longer.slice(0, 3).map((name) => `"${name}"`);
  const more = longer.length > shown.length ? ` and ${longer.length - shown.length} more` : "";
  return { code, message, hint: `did you mean ${shown.join(" or ")}${more}?` };
}

/** Names that begin with what was typed, or hold it. */
function findLonger(text: string, entries: readonly DirectoryEntry[]): readonly string[] {
  const wanted = text.toLowerCase();
  const names = entries.map(({ name }) => name).filter((name) => name.toLowerCase().includes(wanted));
  const first = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...names])];
}
