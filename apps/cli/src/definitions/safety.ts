import type { CommandDefinition } from "../command-definition.ts";
import { strictOption } from "./shared.ts";
import { maxRemovalsOption } from "./change.ts";

/** Commands for sleeping well. */
export const safetyCommands: readonly CommandDefinition[] = [
  {
    name: "snapshot",
    area: "safety",
    summary: "keep every assignment of the tenant in a file",
    details: `Assignments and names only; a set that could not be read is kept as unread, with the reason. The file goes to the state folder
(readable by you alone) unless \`--out\` says otherwise. \`diff\` compares two of them; \`plan <snapshot>\` shows the way
back to one.`,
    options: [{ flags: "--out <path>", summary: "where the file goes", completes: "file" }, strictOption],
    examples: ["snapshot", "snapshot --out before.json"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 4, 5, 64],
    run: async (context, given) => await (await import("../commands/snapshot.ts")).snapshot(context, given),
  },
  {
    name: "history",
    area: "safety",
    summary: "list what was done from this machine, or show one run",
    details: `Runs are kept in the state folder: each is on the disk before its first write, and every write is recorded before it is sent
and after its answer. Whatever ended a run (a closed lid, \`kill -9\`), what is shown is what is known: a write that was
begun and has no recorded end is "unknown", and \`undo\` looks at what is there. Needs no tenant.`,
    arguments: [{ name: "run", summary: "id of a run", isOptional: true, completes: "run" }],
    options: [{ flags: "--limit <n>", summary: "the newest only", range: [1, 1_000_000] }],
    examples: ["history", "history 0c41"],
    exitCodes: [0, 1, 64],
    run: async (context, given) => await (await import("../commands/history.ts")).history(context, given),
  },
  {
    name: "undo",
    area: "safety",
    summary: "take a run back, for what that run wrote and nothing else",
    details: `The inverse of one run, shown as a plan and guarded like one: when somebody changed a configuration since, nothing is written
(exit 5). Configurations that the run did not write are not touched. An undo is a run itself, so it can be undone.`,
    arguments: [
      { name: "run", summary: "id of a run; the newest when left out", isOptional: true, completes: "run" },
    ],
    options: [{ flags: "--dry-run", summary: "show it and send nothing" }, maxRemovalsOption],
    examples: ["undo", "undo 0c41 --yes"],
    needs: ["write", "groups"],
    exitCodes: [0, 1, 3, 4, 5, 64, 130],
    run: async (context, given) => await (await import("../commands/undo.ts")).undo(context, given),
  },
];
