import type { World } from "../world.ts";
import { outweighs } from "./change.ts";
import { checkChangesets } from "./check-changesets.ts";
import { writeChangeset } from "./changeset.ts";
import { compareSides } from "./compare-sides.ts";
import type { DiffCommand } from "./diff-command.ts";
import { diffUsage, parseDiffCommand } from "./diff-command.ts";
import { formatComparison } from "./report.ts";

/** `graph-codegen diff`: answers the exit code. */
export function runDiff(args: readonly string[], world: World): number {
  let command: DiffCommand | "help";
  try {
    command = parseDiffCommand(args);
  } catch (cause) {
    world.complain(`${cause instanceof Error ? cause.message : String(cause)}\n\n${diffUsage}`);
    return 64;
  }
  if (command === "help") {
    world.print(diffUsage);
    return 0;
  }
  if (command.check) return checkChangesets(command, world);
  return printSteps(command, world);
}

function printSteps(command: DiffCommand, world: World): number {
  const { failOn, specs } = command;
  const steps = [command.old ?? "", command.new ?? specs, ...command.further];
  let failed = false;
  for (const [index, now] of steps.slice(1).entries()) {
    const compared = compareSides(world, steps[index] ?? "", now, specs);
    if (compared === undefined) return 2;
    if (index > 0) world.print("");
    world.print(formatComparison(command.format, compared, command.verbose));
    if (command.changeset) writeChangeset(world, compared, command.packageName);
    failed ||= failOn !== undefined && !outweighs(failOn, compared.verdict);
  }
  return failed ? 1 : 0;
}
