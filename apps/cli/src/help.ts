import type { CommandArea, CommandDefinition } from "./command-definition.ts";
import { exitCodeMeanings } from "./exit-codes.ts";
import { needWords } from "./needs.ts";

/** What each room is called, in the order of the list. */
export const areaTitles: Readonly<Record<CommandArea, string>> = {
  look: "Look",
  change: "Change",
  plan: "Plan",
  safety: "Safety",
  share: "Share",
  account: "Account",
  tool: "Tool",
};

/** Command lines to copy, two at most: help is for a start. */
export function toExamples(examples: readonly string[]): string {
  return examples
    .slice(0, 2)
    .map((example) => `  $ intunectl ${example}\n`)
    .join("");
}

/** What follows the options: permissions and exit codes. */
export function toCommandHelp({ needs = [], exitCodes }: CommandDefinition): string {
  const lines = [""];
  for (const [index, need] of needs.entries())
    lines.push(`${index === 0 ? "Needs" : "     "} ${needWords[need].permission} ${needWords[need].purpose}`);
  if (needs.length > 0) lines.push("");
  const shown = exitCodes.filter((code) => code !== 0 && code !== 130 && code !== 64);
  if (shown.length > 0) lines.push("Exit codes");
  for (const code of shown) lines.push(`  ${code}  ${exitCodeMeanings[code].short}`);
  return `${lines.join("\n")}\n`;
}
