import type { CommandDefinition, OptionDefinition } from "../command-definition.ts";

/** The guard that every command has that may take something away. */
export const maxRemovalsOption: OptionDefinition = {
  flags: "--max-removals <n>",
  summary: "ask for the tenant's name above this (default: 10)",
  range: [0, 1_000_000],
};

/** Commands that change what is there without a file. */
export const changeCommands: readonly CommandDefinition[] = [
  {
    name: "assign",
    area: "change",
    summary: "add groups to configurations; what is there stays",
    details: `Adds to what is there. Graph replaces the whole set with each write, so the current set is read, the change is merged into
it, and the result is read back. A group that is there with a filter keeps it (\`filter-kept\`) unless a filter is named.
\`--replace\` drops everything that is not named.

Configurations are names, ids (the first eight digits are enough) or patterns; every one must exist before anything is
written. \`--dry-run\` uses a transport that cannot write.`,
    arguments: [
      {
        name: "config",
        summary: "names, ids or patterns such as 'Edge:*'",
        isList: true,
        completes: "configuration",
      },
    ],
    options: [
      {
        flags: "--to <group...>",
        summary: "groups to include, or all-devices, all-users",
        completes: "group",
      },
      { flags: "--except <group...>", summary: "groups to keep out", completes: "group" },
      { flags: "--only <filter>", summary: "only devices that match this filter", completes: "filter" },
      { flags: "--not <filter>", summary: "only devices that do not match this filter", completes: "filter" },
      { flags: "--replace", summary: "drop everything that is not named" },
      { flags: "--dry-run", summary: "show it and send nothing" },
      maxRemovalsOption,
    ],
    examples: [
      "assign 'Edge: baseline' --to SG-Intune-Ring2 --dry-run",
      "assign 'Edge:*' --to SG-Intune-Ring2 --except SG-Intune-Kiosk",
      "assign 'Edge: baseline' --to SG-Intune-Ring2 --only 'Windows 11'",
    ],
    needs: ["write", "groups"],
    exitCodes: [0, 1, 3, 4, 5, 64, 130],
    run: async (context, given) => await (await import("../commands/assign.ts")).assign(context, given),
  },
  {
    name: "unassign",
    area: "change",
    summary: "take groups away from configurations",
    details: `Takes away what is named, included or excluded, and nothing else: "All users" is another target than "All devices", and an
exclusion another one than an inclusion. \`--all\` takes everything; \`--deleted\` takes the groups that Entra ID no longer
has. A group that can no longer be found is named by its id.`,
    arguments: [
      {
        name: "config",
        summary: "names, ids or patterns such as 'Edge:*'",
        isList: true,
        completes: "configuration",
      },
    ],
    options: [
      { flags: "--from <group...>", summary: "groups, or all-devices, all-users", completes: "group" },
      { flags: "--all", summary: "everything; the configurations reach nobody then" },
      { flags: "--deleted", summary: "groups that no longer exist" },
      { flags: "--dry-run", summary: "show it and send nothing" },
      maxRemovalsOption,
    ],
    examples: ["unassign 'Edge:*' --from SG-Intune-Ring1 --dry-run", "unassign '*' --deleted"],
    needs: ["write", "groups"],
    exitCodes: [0, 1, 3, 4, 5, 64, 130],
    run: async (context, given) => await (await import("../commands/unassign.ts")).unassign(context, given),
  },
];
