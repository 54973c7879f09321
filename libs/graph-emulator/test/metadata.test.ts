import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { model } from "@intunectl/graph-intune/model";
import { expect, test } from "vitest";
import { edge, start, temporaryFolder } from "./harness.ts";

test("the metadata document is CSDL that our own generator reads, with every type and action", async () => {
  const { emulator, call } = await start();
  const response = await fetch(`${emulator.url}/beta/$metadata`);
  expect(response.headers.get("content-type")).toBe("application/xml");
  const file = join(temporaryFolder(), "emulator-beta.xml");
  writeFileSync(file, await response.text());
  const root = resolve(import.meta.dirname, "../../..");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=@intunectl/source",
      join(root, "tools/graph-codegen/src/main.ts"),
      "generate",
      "--all",
      "--csdl",
      file,
      "--out",
      `${file}.out`,
      "--output",
      "json",
    ],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  const types = Object.values(model.types);
  const ofKind = (kind: string): number => types.filter((type) => type.kind === kind).length;
  expect(JSON.parse(stdout)).toMatchObject({
    emitted: {
      enums: ofKind("enum"),
      complexTypes: ofKind("complex"),
      // deviceManagement is the root that leads to the others.
      entityTypes: ofKind("entity") + 1,
      actions: 1,
      singletons: 1,
      entitySets: 1,
      navigationProperties: 3,
    },
  });
  const context = String((await call("GET", edge)).json?.["@odata.context"]);
  expect(context.split("#")[0]).toBe(`${emulator.url}/beta/$metadata`);
});

test("the service document lists the roots, without a token", async () => {
  const { emulator } = await start();
  for (const path of ["/beta", "/beta/"])
    expect(await (await fetch(emulator.url + path)).json()).toEqual({
      "@odata.context": `${emulator.url}/beta/$metadata`,
      value: [
        { name: "deviceManagement", kind: "Singleton", url: "deviceManagement" },
        { name: "groups", kind: "EntitySet", url: "groups" },
      ],
    });
  expect((await fetch(`${emulator.url}/v1.0/$metadata`)).status).toBe(401);
});
