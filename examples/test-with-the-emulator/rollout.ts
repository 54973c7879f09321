import { type Assignment, createGraphPort, exclude, include, planAssignments } from "@intunectl/assignments";
import type { GraphClient } from "@intunectl/graph-core";
import { assignableKinds } from "@intunectl/graph-intune";

/** How far a rollout has come: the rings that have the policy, and who never gets it. */
export interface Rollout {
  readonly rings: readonly string[];
  readonly keptOut: readonly string[];
}

/** Makes a configuration's assignments exactly those of a rollout; tells how many were added and removed. */
export async function setRollout(
  graph: GraphClient,
  configurationId: string,
  { rings, keptOut }: Rollout,
): Promise<{ readonly added: number; readonly removed: number }> {
  const [kind] = assignableKinds;
  if (kind === undefined) throw new Error("the library assigns nothing");
  const port = createGraphPort(graph, kind);
  const wanted: readonly Assignment[] = [
    ...rings.map((ring) => ({ target: include(ring) })),
    ...keptOut.map((group) => ({ target: exclude(group) })),
  ];
  const plan = planAssignments(await port.read(configurationId), wanted, "replace");
  if (plan.kind === "refused") throw new Error(plan.reason);
  const answer = await port.write(configurationId, plan.next);
  if (answer.kind === "rejected") throw new Error(answer.failure.message);
  const count = (what: string): number => plan.changes.filter((change) => change.kind === what).length;
  return { added: count("add"), removed: count("remove") };
}
