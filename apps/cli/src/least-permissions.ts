import { operations } from "@intunectl/graph-intune";
import type { Need } from "./command-definition.ts";
import { needOperations } from "./needs.ts";

/** The least permission that is enough for all that a need sends; several where no single one is. */
export function leastPermissions(need: Need, kind: "delegated" | "application"): readonly string[] {
  const lists = operations
    .filter(({ name }) => needOperations[need].includes(name))
    .map(({ permissions }) => permissions[kind]);
  const shared = lists[0]?.find((name) => lists.every((list) => list.includes(name)));
  return shared === undefined ? [...new Set(lists.flatMap(([least]) => least ?? []))] : [shared];
}
