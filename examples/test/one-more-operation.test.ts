import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator, demoFilters } from "@intunectl/graph-emulator";
import { expect, onTestFinished, test } from "vitest";
import { examples, makeFolder, node, run, writeScopes } from "./harness.ts";

test("one more line in the surface is one more operation, judged minor, that client and emulator know", async () => {
  mkdirSync(join(examples, "reports"), { recursive: true });
  const folder = makeFolder(join(examples, "reports"));
  const script = join(examples, "one-more-operation/regenerate.ts");
  const { code, output } = await run([...node, script, folder]);
  expect([code, output]).toEqual([0, expect.stringMatching(/8 operations.*verdict: minor/s)]);
  const library = join(folder, "libs/graph-intune/src/generated");
  const { operations } = await import(join(library, "operations.ts"));
  const { model } = await import(join(library, "model.ts"));
  const { getAssignmentFilter } = await import(join(library, "get-assignment-filter.ts"));
  const emulator = await createEmulator({ surface: { operations, model } });
  onTestFinished(() => emulator.close());
  const credential = staticToken(emulator.token({ scopes: writeScopes }));
  const graph = createGraphClient({ baseUrl: emulator.url, credential });
  const assignmentFilterId = demoFilters["Windows 11"];
  expect(await graph.send(getAssignmentFilter, { assignmentFilterId })).toMatchObject({
    id: assignmentFilterId,
    displayName: "Windows 11",
  });
});
