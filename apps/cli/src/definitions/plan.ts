import type { CommandDefinition, OptionDefinition } from "../command-definition.ts";
import { maxRemovalsOption } from "./change.ts";

const skipUnresolvedOption: OptionDefinition = {
  flags: "--skip-unresolved",
  summary: "leave out configurations with names that are not found",
};

const strictOption: OptionDefinition = {
  flags: "--strict",
  summary: "exit 5 when something could not be read or was left out",
};

const desiredArgument = {
  name: "file",
  summary: "desired states: files or folders",
  isList: true,
  completes: "file",
} as const;

/** Commands that go by a file. */
export const planCommands: readonly CommandDefinition[] = [
  {
    name: "plan",
    area: "plan",
    summary: "say what files would change; changes nothing",
    details: `Compares what the files want with what is there. Names are resolved first: an unknown or ambiguous one stops the plan, with
suggestions. \`--skip-unresolved\` leaves out each configuration that such a name belongs to, as a whole, and says so; it
never shrinks a set.

A saved plan is applied exactly as it stands, or refused: when the file was edited (its digest no longer fits), when the
tenant is another one, or when the tenant has moved since (exit 5).`,
    arguments: [desiredArgument],
    options: [
      { flags: "--out <path>", summary: "save the plan for apply", completes: "file" },
      { flags: "--exit-code", summary: "exit 2 when there are differences" },
      skipUnresolvedOption,
      strictOption,
    ],
    examples: ["plan windows.yaml", "plan windows.yaml --out plan.json", "plan assignments -o md"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 2, 4, 5, 64],
    run: async (context, given) => await (await import("../commands/plan.ts")).plan(context, given),
  },
  {
    name: "apply",
    area: "plan",
    summary: "apply a saved plan exactly, or plan and apply files",
    details: `Looks at every configuration first, and writes none when one of them moved since the plan. Then each is read again, recorded,
written, read back and recorded; up to \`--concurrency\` at a time. What failed does not stop the rest: exit 3, and the
run's file lists both. \`--resume <run>\` goes on with what a run did not finish, whatever ended it; configurations that
are as they should be are left alone.

A read right after a write may still show the old set; it is repeated for a few seconds, and a write that is not visible
by then is told as such and not as a failure.

A plan that touches All devices or All users, or removes more than \`--max-removals\`, asks for the tenant's name; where
nobody can be asked it is refused (exit 5) unless \`--yes\` is given.`,
    arguments: [{ ...desiredArgument, summary: "a saved plan, or desired states", isOptional: true }],
    options: [
      { flags: "--resume <run>", summary: "go on with what this run did not finish", completes: "run" },
      skipUnresolvedOption,
      strictOption,
      maxRemovalsOption,
    ],
    examples: ["apply plan.json", "apply windows.yaml --yes", "apply --resume 0c41"],
    needs: ["write", "groups"],
    exitCodes: [0, 1, 3, 4, 5, 64, 130],
    run: async (context, given) => await (await import("../commands/apply.ts")).apply(context, given),
  },
  {
    name: "drift",
    area: "plan",
    summary: "say whether the tenant still is what files say; for a schedule",
    details: `Compares like \`plan\`, prints only what differs, and ends with 2 when something does. Without a file it compares with the
newest snapshot on this machine. \`-o json\` has a \`summary\` with add, change, remove, unchanged and unreadable: what it would
take to bring the tenant back. Order, letter case of ids, absent ids and the spellings of "no filter" are no drift.`,
    arguments: [
      {
        ...desiredArgument,
        summary: "desired states or a snapshot; the newest snapshot when left out",
        isOptional: true,
      },
    ],
    options: [skipUnresolvedOption, strictOption],
    examples: ["drift assignments", "drift assignments -o json -q summary"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 2, 4, 5, 64],
    run: async (context, given) => await (await import("../commands/drift.ts")).drift(context, given),
  },
  {
    name: "diff",
    area: "plan",
    summary: "say what changed between two snapshots, or since one",
    details: `Needs no tenant when two snapshots are given. Configurations that are new, gone or renamed are told too; what was not read in
one of them is "not known", never a change.`,
    arguments: [
      { name: "before", summary: "a snapshot", completes: "file" },
      {
        name: "after",
        summary: "a later one; the tenant as it is now when left out",
        isOptional: true,
        completes: "file",
      },
    ],
    options: [{ flags: "--strict", summary: "exit 5 when something was not read" }],
    examples: ["diff before.json after.json", "diff before.json"],
    needs: ["read", "groups"],
    exitCodes: [0, 1, 2, 4, 5, 64],
    run: async (context, given) => await (await import("../commands/diff.ts")).diff(context, given),
  },
];
