import type { Run } from "@intunectl/assignments";
import type { Appearance } from "../render/appearance.ts";
import { countConfigurations } from "../render/history.ts";
import { flow, toSafeText } from "../render/text.ts";

/** `Run 0c41, 2026-08-22 09:17 UTC, 3 configurations: apply plan.json`. */
export function toRunHead({ id, command, startedAt, configurations }: Run, { width }: Appearance): string {
  const started = `${startedAt.slice(0, 16).replace("T", " ")} UTC`;
  const head = `Run ${id}, ${started}, ${countConfigurations(configurations.length)}: ${toSafeText(command)}`;
  return flow(head.split(" "), width - 2, " ").join("\n  ");
}
