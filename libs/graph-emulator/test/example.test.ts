import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { expect, test } from "vitest";
import { edgeId, start, testTime } from "./harness.ts";
import { type Example, readExample } from "./read-example.ts";

const folder = join(import.meta.dirname, "../../../specs/graph/beta/api");

const examples = readdirSync(folder)
  .filter((file) => file.endsWith(".md"))
  .map((file) => readExample(file, readFileSync(join(folder, file), "utf8")))
  // A page that the surface does not publish documents what is not served.
  .filter(isPublished);

function isPublished({ method, path }: Example): boolean {
  const anonymous = (text: string): string => text.replaceAll(/\{[^}]+\}/g, "{}");
  const wanted = `${method} ${anonymous(path.replace(/^\/(beta|v1\.0)/, ""))}`;
  return operations.some((operation) => `${operation.method} ${anonymous(operation.path)}` === wanted);
}

const isAssign = ({ path }: Example): boolean => /\/(microsoft\.graph\.)?assign$/.test(path);
const assigns = examples.filter(isAssign);

test("there is a page to replay", () => {
  expect(assigns.length).toBeGreaterThan(0);
});

const abstract = '"microsoft.graph.deviceAndAppManagementAssignmentTarget"';

/** The path of an example in the version that is served: a page of the other version may document the same action. */
function served({ path }: Example): string {
  return path.replace(/^\/(beta|v1\.0)\//, `/${model.version}/`);
}

/** Examples that name nothing but what the metadata declares; the generator warns about the others. */
const replayable = assigns.filter(({ body, answer }) =>
  namesOf(body).concat(namesOf(answer)).every(isDeclared),
);

function namesOf(json: string): readonly string[] {
  return [...json.matchAll(/"([^"]+)":/g)].map(([, name = ""]) => name);
}

function isDeclared(name: string): boolean {
  const types = Object.values(model.types).flatMap((type) =>
    type.kind === "enum" ? [] : Object.keys(type.properties),
  );
  const parameters = Object.values(model.operations).flatMap((operation) =>
    operation.kind === "action" ? Object.keys(operation.parameters) : [],
  );
  return name.startsWith("@odata.") || name === "value" || types.includes(name) || parameters.includes(name);
}

for (const lineEnd of ["\n", "\r\n"]) {
  test.each(replayable)(
    `$file: its own request gets its own response, with line ends ${JSON.stringify(lineEnd)}`,
    async (example) => {
      const { call } = await start();
      const path = served(example).replaceAll(/\{[^}]+\}/g, edgeId);
      const reply = await call(example.method, path, example.body.replaceAll("\n", lineEnd), {
        "content-type": "application/json",
      });
      expect(reply.status).toBe(example.status);
      expect(withoutServicesOwn(reply.text)).toBe(withoutServicesOwn(example.answer));
      // An example with the abstract target has nothing that the service would write in its own way but the times.
      if (example.answer.includes(abstract)) {
        const documented = JSON.stringify(JSON.parse(example.answer));
        expect(reply.text).toBe(
          documented.replaceAll(/"lastModifiedDateTime":"[^"]+"/g, `"lastModifiedDateTime":"${testTime}"`),
        );
      }
    },
  );
}

/** What is left of an answer without the ids and times that the service makes and the `#` that pages leave out. */
function withoutServicesOwn(text: string): string {
  if (text === "") return "";
  return JSON.stringify(JSON.parse(text), (name, value: unknown) => {
    if (name === "id" || name === "lastModifiedDateTime") return undefined;
    if (name === "@odata.type" && typeof value === "string") return value.replace(/^#/, "");
    if (name.startsWith("deviceAndAppManagementAssignmentFilter") && (value === null || value === "none"))
      return undefined;
    return value;
  });
}

test.each(replayable.filter(({ body }) => body.includes(abstract)))(
  "$file: strict types refuse the example with the abstract target",
  async (example) => {
    const { call } = await start({ strictTypes: true });
    const reply = await call(example.method, served(example).replaceAll(/\{[^}]+\}/g, edgeId), example.body);
    expect(reply.status).toBe(400);
  },
);

/** Reads, creations, changes and deletions: the documented status, and the documented properties. */
test.each(examples.filter((example) => !isAssign(example)))(
  "$file: its own request gets the status and the properties of its own response",
  async (example) => {
    const { call } = await start();
    const path = served(example).replaceAll(/\{[^}]+\}/g, edgeId);
    const reply = await call(example.method, path, example.body === "" ? undefined : example.body);
    expect([reply.status, reply.text]).toEqual([example.status, expect.any(String)]);
    const [want, have] = [example.answer, reply.text].map((text) =>
      Object(text === "" ? {} : JSON.parse(text)),
    );
    // Pages show a single entity by itself or in `value`.
    const [documented, answered] = [want, have].map((value) =>
      Object(value.value?.[0] ?? value.value ?? value),
    );
    const names = Object.keys(documented).filter((name) => !name.startsWith("@odata.") && isDeclared(name));
    expect(Object.keys(answered)).toEqual(expect.arrayContaining(names));
  },
);

/** The emptiest body that an operation takes. */
function emptyBody(name: string): unknown {
  const operation = model.operations[name];
  if (operation?.kind !== "action") return undefined;
  const collections = Object.entries(operation.parameters).filter(
    ([, { isCollection }]) => isCollection === true,
  );
  return Object.fromEntries(collections.map(([parameter]) => [parameter, []]));
}

test("every operation of the library is served, or says that it is not implemented", async () => {
  const { call } = await start();
  for (const { name, method, path } of operations) {
    const reply = await call(method, `/beta${path.replaceAll(/\{[^}]+\}/g, edgeId)}`, emptyBody(name));
    const kind = model.operations[name];
    if (kind?.kind === "action" && kind.action !== "assign") expect(reply.status, name).toBe(501);
    // Without a body there is nothing to make and nothing to change.
    else if (kind?.kind === "create" || kind?.kind === "update")
      expect([400, 404], name).toContain(reply.status);
    else expect([200, 204, 404], name).toContain(reply.status);
  }
});
