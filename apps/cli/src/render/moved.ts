import type { AssignmentChange, Labels } from "@intunectl/assignments";
import type { Glyphs } from "./appearance.ts";
import { toFilterChange, toSide, toWho } from "./words.ts";

/** What somebody else did, one change a line: `Office: macro policy   include SG-Intune-Pilot2 was added`. */
export function renderMoved(
  name: string,
  changes: readonly AssignmentChange[],
  labels: Labels,
  { glyphs }: { readonly glyphs: Glyphs },
): readonly string[] {
  const words = changes.flatMap((change) => {
    const what = `${toSide(change.target)} ${toWho(change.target, labels)}`;
    switch (change.kind) {
      case "add":
        return [`${what} was added`];
      case "remove":
        return [`${what} was removed`];
      case "change":
        return [`${what} got another filter: ${toFilterChange(change, labels, glyphs)}`];
      case "keep":
        return [];
      default:
        return change satisfies never;
    }
  });
  return words.map((what) => `${name}   ${what}`);
}
