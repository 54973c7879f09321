import type { CommandDefinition } from "../command-definition.ts";

/** Commands about who you are. */
export const accountCommands: readonly CommandDefinition[] = [];
