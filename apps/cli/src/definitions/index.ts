import type { CommandDefinition } from "../command-definition.ts";
import { accountCommands } from "./account.ts";
import { changeCommands } from "./change.ts";
import { lookCommands } from "./look.ts";
import { planCommands } from "./plan.ts";
import { safetyCommands } from "./safety.ts";
import { shareCommands } from "./share.ts";
import { toolCommands } from "./tool.ts";

/** Every command, in the order of help. */
export const commandDefinitions: readonly CommandDefinition[] = [
  ...lookCommands,
  ...changeCommands,
  ...planCommands,
  ...safetyCommands,
  ...shareCommands,
  ...accountCommands,
  ...toolCommands,
];

/** What the first words say that have commands below them. */
export const parentSummaries: ReadonlyMap<string, string> = new Map([
  ["configs", "configurations: list, show"],
  ["groups", "groups: find"],
  ["filters", "assignment filters: list"],
  ["emulator", "a Graph service on this machine: start"],
  ["demo", "the made-up tenant of --demo: reset"],
]);
