import type { CommandDefinition } from "../command-definition.ts";

/** Commands whose result other people look at. */
export const shareCommands: readonly CommandDefinition[] = [
  {
    name: "report",
    area: "share",
    summary: "draw a saved plan",
    details: "Configurations by targets, in text. Needs no tenant.",
    arguments: [{ name: "plan", summary: "a plan saved by plan --out", completes: "file" }],
    options: [
      { flags: "--matrix", summary: "configurations by targets, in text; the default" },
      {
        flags: "--state <state>",
        summary: "which picture",
        choices: ["before", "diff", "after"],
        defaultValue: "diff",
      },
    ],
    examples: ["report --matrix plan.json"],
    exitCodes: [0, 64],
    run: async (context, given) => await (await import("../commands/report.ts")).report(context, given),
  },
];
