import { join } from "node:path";
import { demoGroups } from "@intunectl/graph-emulator";
import { expect, test } from "vitest";
import { edge, type Ended, examples, groupsOf, node, run, startEmulator, writeScopes } from "./harness.ts";

test("the script adds a group and keeps the others, and says so the second time", async () => {
  const emulator = await startEmulator();
  const env = { GRAPH_URL: emulator.url, INTUNE_TOKEN: emulator.token({ scopes: writeScopes }) };
  const script = join(examples, "assign-a-group/assign-a-group.ts");
  const assign = async (configuration: string, group: string): Promise<Ended> =>
    await run([...node, script, configuration, group], { env });
  const before = await groupsOf(emulator, edge);
  expect(await assign("Edge: baseline", "SG-Intune-Ring2")).toEqual({
    code: 0,
    output: "Edge: baseline: SG-Intune-Ring2 added, 3 others kept\n",
  });
  const after = await groupsOf(emulator, edge);
  expect(after.toSorted()).toEqual([...before, demoGroups["SG-Intune-Ring2"]].toSorted());
  expect((await assign("Edge: baseline", "SG-Intune-Ring2")).output).toContain("has it already");
  const { code, output } = await assign("Edge: basline", "SG-Intune-Ring2");
  expect([code, output]).toEqual([1, expect.stringContaining('nothing is called "Edge: basline"')]);
  expect(await groupsOf(emulator, edge)).toEqual(after);
});
