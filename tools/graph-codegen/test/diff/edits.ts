import type { Change } from "../../src/diff/change.ts";

/** A change as a person would write it down: `major property-removed group.description`. */
export type Want = `${Change["severity"]} ${Change["code"]} ${string}`;

/** One edit of a text: what stands there once, what stands there then, and what that is judged as. */
export interface Edit {
  readonly from: string;
  readonly to: string;
  readonly want: readonly Want[];
}

/** Edits a text; each `from` must stand there exactly once, or the edit would change something else, too. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((all, { from, to }) => {
    const parts = all.split(from);
    if (parts.length !== 2) throw new Error(`${from} stands there ${parts.length - 1} times`);
    return parts.join(to);
  }, text);
}

/** A change in the form of a want. */
export function summarize({ severity, code, subject }: Change): string {
  return `${severity} ${code} ${subject}`;
}
