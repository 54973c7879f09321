// Adds a group to a configuration, by their names, and leaves every other assignment where it is.
//
//   node assign-a-group.ts 'Edge: baseline' SG-Intune-Ring2
//
// INTUNE_TOKEN is an access token; GRAPH_URL another service, such as the emulator's.
import { include, createGraphPort, planAssignments } from "@intunectl/assignments";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { assignableKinds, listGroupPolicyConfigurations, listGroups } from "@intunectl/graph-intune";

const [, , configurationName = "", groupName = ""] = process.argv;
const { INTUNE_TOKEN = "", GRAPH_URL } = process.env;
const graph = createGraphClient({
  credential: staticToken(INTUNE_TOKEN),
  ...(GRAPH_URL === undefined ? {} : { baseUrl: GRAPH_URL }),
});
const kind = assignableKinds.find(({ list }) => list.name === listGroupPolicyConfigurations.name);
if (kind === undefined) throw new Error("this library cannot assign group policy configurations");
const port = createGraphPort(graph, kind);

const configuration = only(
  await graph.pages(listGroupPolicyConfigurations, { $filter: named(configurationName) }).collect(2),
  configurationName,
);
const group = only(await graph.pages(listGroups, { $filter: named(groupName) }).collect(2), groupName);

// What is not known is not planned from: a set that could not be read comes back as refused, with the reason.
const plan = planAssignments(await port.read(configuration.id), [{ target: include(group.id) }], "merge");
if (plan.kind === "refused") throw new Error(plan.reason);
if (plan.changes.every((change) => change.kind === "keep")) {
  console.log(`${configurationName}: ${groupName} has it already`);
} else {
  const answer = await port.write(configuration.id, plan.next);
  if (answer.kind === "rejected") throw new Error(answer.failure.message);
  console.log(`${configurationName}: ${groupName} added, ${plan.next.length - 1} others kept`);
}

function named(name: string): string {
  return `displayName eq '${name.replaceAll("'", "''")}'`;
}

function only<Item>(found: readonly Item[], name: string): Item {
  const [item, other] = found;
  if (item === undefined) throw new Error(`nothing is called "${name}"`);
  if (other !== undefined) throw new Error(`more than one is called "${name}"`);
  return item;
}
