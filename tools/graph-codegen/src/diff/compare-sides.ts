import { renderDiagnostic } from "../diagnostics/render.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import type { World } from "../world.ts";
import { compareContracts } from "./compare.ts";
import type { Compared } from "./compared.ts";
import { readSide } from "./read-side.ts";

/** Reads and compares two sides; undefined, with the reason told, when one cannot be read. */
export function compareSides(world: World, old: string, now: string, specs: string): Compared | undefined {
  const sides = [readSide(world, old, specs), readSide(world, now, specs)] as const;
  let isReadable = true;
  for (const side of sides) {
    if ("problem" in side) {
      world.complain(side.problem);
      isReadable = false;
      continue;
    }
    const errors = side.diagnostics.filter(isError);
    // A type that is used and not declared is the metadata's slip; what is there can be compared all the same.
    const fatal = errors.filter(({ code }) => side.contract.kind !== "csdl" || code.startsWith("xml-"));
    for (const error of fatal) world.complain(`${renderDiagnostic(error, side.contract.sources)}\n`);
    if (fatal.length > 0) {
      world.complain(`${side.contract.label} has errors, so that a comparison could not be believed`);
      isReadable = false;
    }
  }
  const [before, after] = sides;
  if (!isReadable || "problem" in before || "problem" in after) return undefined;
  if (before.contract.kind !== after.contract.kind) {
    world.complain(
      `${before.contract.label} is ${before.contract.kind} and ${after.contract.label} is ${after.contract.kind}: compare two of a kind`,
    );
    return undefined;
  }
  return {
    ...compareContracts(before.contract, after.contract),
    old: before.contract,
    new: after.contract,
  };
}
