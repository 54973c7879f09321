import type { CommandDefinition } from "../command-definition.ts";
import { anyConfigurationsArgument, strictOption } from "./shared.ts";

/** Commands that only look. */
export const lookCommands: readonly CommandDefinition[] = [
  {
    name: "configs list",
    area: "look",
    summary: "list configurations and who they reach",
    details: `Each configuration with the groups that it includes and excludes, how many of its assignments carry a filter, and when it
was last changed. A set that could not be read is \`?\`, with the reason on standard error; it is never shown as empty, and
with \`--strict\` the exit code says so.`,
    arguments: [anyConfigurationsArgument],
    options: [{ flags: "--unassigned", summary: "only those that reach nobody" }, strictOption],
    examples: ["configs list", "configs list 'Edge:*' -o csv", "configs list --unassigned"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 5, 64],
    run: async (context, given) =>
      await (await import("../commands/list-configurations.ts")).listConfigurations(context, given),
  },
  {
    name: "configs show",
    area: "look",
    summary: "show one configuration with every assignment",
    details: "One line for each assignment: its side, who it is, its id, and its filter with the mode.",
    arguments: [{ name: "config", summary: "a name or an id", completes: "configuration" }],
    examples: ["configs show 'Edge: baseline'", "configs show 4f2c1a90 -o json"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 64],
    run: async (context, given) =>
      await (await import("../commands/show-configuration.ts")).showConfiguration(context, given),
  },
  {
    name: "groups find",
    area: "look",
    summary: "find groups by name, beginning of a name, or id",
    details: `A name is looked for as it stands; with \`*\` at its end, all groups whose name begins so. Nothing found is exit 1, with the
nearest name when there is one.`,
    arguments: [{ name: "name", summary: "a name, its beginning with *, or an id", completes: "group" }],
    examples: ["groups find 'SG-Intune-R*'", "groups find SG-Intune-Kiosk -o json"],
    needs: ["groups"],
    exitCodes: [0, 1, 4, 64],
    run: async (context, given) =>
      await (await import("../commands/find-groups.ts")).findGroups(context, given),
  },
  {
    name: "filters list",
    area: "look",
    summary: "list assignment filters",
    details: "Every assignment filter of the tenant with its platform and its rule.",
    examples: ["filters list", "filters list --columns name,id"],
    needs: ["filters"],
    exitCodes: [0, 1, 4],
    run: async (context) => await (await import("../commands/list-filters.ts")).listFilters(context),
  },
];
