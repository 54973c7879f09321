import type { Run } from "@intunectl/assignments";
import { countConfigurations } from "../render/history.ts";
import { toSafeText } from "../render/text.ts";

/** `Run 0c41, 2026-08-22 09:17 UTC, 3 configurations: apply plan.json`. */
export function toRunHead({ id, command, startedAt, configurations }: Run): string {
  const started = `${startedAt.slice(0, 16).replace("T", " ")} UTC`;
  return `Run ${id}, ${started}, ${countConfigurations(configurations.length)}: ${toSafeText(command)}`;
}
