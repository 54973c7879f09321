import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { generateLibrary, realSpecs } from "./generate-library.ts";
import { caller, edgeId, start } from "./harness.ts";
import { readExample } from "./read-example.ts";

// Graph's own pages of more operations, put into the surface; they are not in this repository.
const corpus = process.env["INTUNECTL_CORPUS"] ?? resolve(import.meta.dirname, "../../../../shared/corpus");
const pages = join(corpus, "docs/beta/api");
const isThere = existsSync(pages);
const why = isThere ? "" : " (not run: INTUNECTL_CORPUS has no docs/beta/api)";

const names = ["create", "update", "delete"].map(
  (name) => `intune-grouppolicy-grouppolicyconfiguration-${name}.md`,
);

test.skipIf(!isThere)(
  `pages that are added to the surface are served, and their own examples are answered as they say${why}`,
  async () => {
    const published = readFileSync(join(realSpecs, "surface.yaml"), "utf8").split("\n");
    const surface = published.filter((line) => !names.some((name) => line.includes(name))).join("\n");
    const texts = names.map((name) => [name, readFileSync(join(pages, name), "utf8")] as const);
    const { operations, model } = await generateLibrary(
      {
        "surface.yaml": surface + names.map((name) => `  - page: api/${name}\n`).join(""),
        ...Object.fromEntries(texts.map(([name, text]) => [`graph/beta/api/${name}`, text])),
      },
      realSpecs,
    );
    const { emulator } = await start({ surface: { operations, model } });
    const scopes = operations.flatMap(({ permissions }) => permissions.delegated);
    const call = caller(emulator, emulator.token({ scopes }));
    for (const [name, text] of texts) {
      const { method, path, body, status, answer } = readExample(name, text);
      const address = path.replaceAll(/\{[^}]+\}/g, edgeId);
      const reply = await call(method, address, body === "" ? undefined : body);
      expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
      const documented = Object(answer === "" ? {} : JSON.parse(answer));
      for (const [member, value] of Object.entries(documented)) {
        if (member.startsWith("@odata.")) continue;
        expect(reply.json, name).toHaveProperty(member);
        // Ids and times are the service's own.
        if (body.includes(`"${member}"`)) expect(reply.json?.[member]).toEqual(value);
      }
    }
    expect((await call("GET", `/beta/deviceManagement/groupPolicyConfigurations/${edgeId}`)).status).toBe(
      404,
    );
  },
);
