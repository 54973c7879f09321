import type { CommandDefinition } from "../command-definition.ts";

/** Commands whose result other people look at. */
export const shareCommands: readonly CommandDefinition[] = [
  {
    name: "report",
    area: "share",
    summary: "draw a saved plan, a snapshot, or what is there now",
    details: `Configurations by targets, in three bands: everyone, groups that are included, groups that are only kept out. A set that
could not be read is \`?\`, never empty.

\`--html\` makes one file without a script, a font or a picture from elsewhere: light and dark, for the screen, the keyboard
and paper. Before, diff and after are the same grid. Beyond 20 columns the least used groups share the last one; beyond 200
rows those without a change are folded by the beginning of their names. Without a file the tenant is read; with one, none
is needed.`,
    arguments: [
      {
        name: "file",
        summary: "a saved plan or a snapshot; the tenant when left out",
        isOptional: true,
        completes: "file",
      },
    ],
    options: [
      { flags: "--html", summary: "a page that stands alone" },
      { flags: "--md", summary: "Markdown, for a pull request" },
      { flags: "--matrix", summary: "a picture in text; the default" },
      { flags: "--out <path>", summary: "where the page goes", completes: "file" },
      {
        flags: "--state <state>",
        summary: "which picture in text",
        choices: ["before", "diff", "after"],
        defaultValue: "diff",
      },
    ],
    examples: ["report plan.json", "report plan.json --html --out plan.html", "report --md"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 5, 64],
    run: async (context, given) => await (await import("../commands/report.ts")).report(context, given),
  },
];
