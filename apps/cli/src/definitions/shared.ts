import type { ArgumentDefinition, OptionDefinition } from "../command-definition.ts";

/** Which configurations to look at. */
export const anyConfigurationsArgument: ArgumentDefinition = {
  name: "config",
  summary: "names, ids or patterns; all when left out",
  isOptional: true,
  isList: true,
  completes: "configuration",
};

/** For scripts that must not go on from half of the truth. */
export const strictOption: OptionDefinition = {
  flags: "--strict",
  summary: "exit 5 when something could not be read",
};
