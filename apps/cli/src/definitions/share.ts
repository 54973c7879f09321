import type { CommandDefinition } from "../command-definition.ts";
import { maxRemovalsOption } from "./change.ts";
import { anyConfigurationsArgument, strictOption } from "./shared.ts";

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
  {
    name: "explain",
    area: "share",
    summary: "say what reaches a group and why, or whom a configuration reaches",
    details: `Of a group: every configuration that includes it, keeps it out (which wins), or reaches everyone, with the filter that narrows
it. Through All devices or All users is "perhaps": it depends on what the members are. A set that could not be read is \`?\`.

Only assignments are looked at: neither the members of a group nor the groups that it is in.`,
    arguments: [{ name: "name", summary: "a group or a configuration: name or id", completes: "group" }],
    options: [
      { flags: "--as <kind>", summary: "which of both, when a name means two", choices: ["group", "config"] },
    ],
    examples: ["explain SG-Intune-Ring2", "explain 'Edge: baseline'"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 64],
    run: async (context, given) => await (await import("../commands/explain.ts")).explain(context, given),
  },
  {
    name: "export",
    area: "share",
    summary: "write what is there as YAML, CSV or JSON",
    details: `YAML is a desired state that wants exactly what is there: \`plan\` finds no difference. What it cannot say (a group that no longer
exists, a collection) stands in a comment, and its configuration is merged then, so that applying the file takes nothing
away. CSV has one row an assignment; a cell that a spreadsheet would take for a formula begins with an apostrophe. JSON is a
snapshot. What could not be read is said, and is in no file as empty.`,
    arguments: [anyConfigurationsArgument],
    options: [
      { flags: "--as <format>", summary: "by the file's name, else yaml", choices: ["yaml", "csv", "json"] },
      { flags: "--out <path>", summary: "where the file goes", completes: "file" },
      strictOption,
    ],
    examples: ["export 'Edge:*'", "export --out assignments.csv"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 5, 64],
    run: async (context, given) =>
      await (await import("../commands/export.ts")).exportAssignments(context, given),
  },
  {
    name: "import",
    area: "share",
    summary: "add what an exported file says to what is there",
    details: `Shows the plan, asks, and applies. Rows of a CSV and sets of a snapshot are added to what is there; \`--replace\` makes it
exactly what the file says, for the configurations that it names. A YAML file says for itself which it means. Columns:
\`configuration, configurationId, mode, target, groupName, groupId, filterName, filterMode\`; comma or semicolon.`,
    arguments: [{ name: "file", summary: "CSV, JSON or YAML", completes: "file" }],
    options: [
      { flags: "--replace", summary: "drop everything that the file does not name" },
      { flags: "--dry-run", summary: "show it and send nothing" },
      { flags: "--skip-unresolved", summary: "leave out configurations with names that are not found" },
      maxRemovalsOption,
    ],
    examples: ["import assignments.csv --dry-run", "import assignments.csv --replace"],
    needs: ["write", "groups"],
    exitCodes: [0, 1, 3, 4, 5, 64, 130],
    run: async (context, given) =>
      await (await import("../commands/import.ts")).importAssignments(context, given),
  },
];
