import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { expect, test } from "vitest";
import { edgeId, start, testTime } from "./harness.ts";

const folder = join(import.meta.dirname, "../../../specs/graph/beta/api");

interface Example {
  readonly file: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** The request and the response of a reference page's example, as published. */
function readExample(file: string): Example {
  const page = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n");
  const blocks = [...page.slice(page.indexOf("\n## Example")).matchAll(/^``` ?http\n(.*?)^```/gms)].map(
    ([, block = ""]) => block,
  );
  const [request = "", response = ""] = blocks;
  const [, method = "", path = ""] = /^([A-Z]+) https:\/\/graph\.microsoft\.com(\S+)/.exec(request) ?? [];
  const [, status = ""] = /^HTTP\/1\.1 (\d+)/.exec(response) ?? [];
  return { file, method, path, body: jsonOf(request), status: Number(status), answer: jsonOf(response) };
}

function jsonOf(block: string): string {
  const start = block.indexOf("\n{");
  return start < 0 ? "" : block.slice(start + 1).trimEnd();
}

const assigns = readdirSync(folder)
  .filter((file) => file.endsWith("-assign.md"))
  .map(readExample);

test("there is a page to replay", () => {
  expect(assigns.length).toBeGreaterThan(0);
});

for (const lineEnd of ["\n", "\r\n"]) {
  test.each(assigns)(
    `$file: its own request gets its own response, with line ends ${JSON.stringify(lineEnd)}`,
    async (example) => {
      const { call } = await start();
      const path = example.path.replaceAll(/\{[^}]+\}/g, edgeId);
      const body = example.body.replaceAll("\n", lineEnd);
      const reply = await call(example.method, path, body, { "content-type": "application/json" });
      expect(reply.status).toBe(example.status);
      const documented = JSON.stringify(JSON.parse(example.answer));
      expect(reply.text).toBe(
        documented.replaceAll(/"lastModifiedDateTime":"[^"]+"/g, `"lastModifiedDateTime":"${testTime}"`),
      );
    },
  );
}

test.each(assigns)("$file: strict types refuse an example with the abstract target", async (example) => {
  const { call } = await start({ strictTypes: true });
  const reply = await call(example.method, example.path.replaceAll(/\{[^}]+\}/g, edgeId), example.body);
  expect(reply.status).toBe(
    /"microsoft\.graph\.deviceAndAppManagementAssignmentTarget"/.test(example.body) ? 400 : example.status,
  );
});

test("every operation of the library is served, or says that it is not implemented", async () => {
  const { call } = await start();
  for (const { name, method, path } of operations) {
    const reply = await call(
      method,
      `/beta${path.replaceAll(/\{[^}]+\}/g, edgeId)}`,
      method === "POST" ? { assignments: [] } : undefined,
    );
    const kind = model.operations[name];
    if (kind?.kind === "action" && kind.action !== "assign") expect(reply.status, name).toBe(501);
    else expect([200, 204, 404], name).toContain(reply.status);
  }
});
