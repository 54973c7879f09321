import fc from "fast-check";
import { expect, test } from "vitest";
import { demoSeed, type EmulatorOptions } from "../src/index.ts";
import { generateLibrary } from "./generate-library.ts";
import { scriptFiles } from "./script-library.ts";
import { caller, start } from "./harness.ts";

const base = "/beta/scripting/scriptPolicies";
const scopes = ["Scripts.ReadWrite.All", "Scripts.Read.All", "Scripts.Assign.All"];
const name = fc.option(fc.string({ maxLength: 4 }));
const state = fc.constantFrom("draft", "live");
const team = fc.constantFrom("t1", "t2", "t3");

type Step =
  | {
      readonly kind: "create" | "update";
      readonly which: number;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "delete"; readonly which: number }
  | { readonly kind: "assign"; readonly which: number; readonly teams: readonly string[] };

const body = fc.record({ displayName: name, state }, { requiredKeys: [] });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("create" as const, "update" as const), which: fc.nat(3), body }),
  fc.record({ kind: fc.constant("delete" as const), which: fc.nat(3) }),
  fc.record({ kind: fc.constant("assign" as const), which: fc.nat(3), teams: fc.uniqueArray(team) }),
);

/** What a policy is, and what is assigned to it. */
interface Modelled {
  properties: Record<string, unknown>;
  teams: readonly string[];
}

test.each<[what: string, options: EmulatorOptions]>([
  ["in memory", {}],
  ["with a page of two", { pageSize: 2 }],
])(
  "random creations, changes, assigns and deletions do what a model of a few lines does, %s",
  async (_, options) => {
    const { operations, model } = await generateLibrary(scriptFiles);
    const seed = { ...demoSeed, collections: {} };
    const { emulator } = await start({ surface: { operations, model }, seed, ...options });
    const call = caller(emulator, emulator.token({ scopes }));
    const list = async (path: string): Promise<readonly Record<string, unknown>[]> => {
      const items: Record<string, unknown>[] = [];
      for (let next = path; next !== "";) {
        const { json } = await call("GET", next);
        if (Array.isArray(json?.["value"])) items.push(...json["value"]);
        const link = json?.["@odata.nextLink"];
        next = typeof link === "string" ? link.slice(emulator.url.length) : "";
      }
      return items;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await call("POST", "/_emulator/reset");
        const modelled = new Map<string, Modelled>();
        for (const one of steps) {
          const id = [...modelled.keys()][one.which] ?? "nobody";
          const known = modelled.get(id);
          if (one.kind === "create") {
            const { status, json } = await call("POST", base, one.body);
            expect(status).toBe(201);
            const properties = { displayName: null, state: "draft", ...one.body };
            modelled.set(String(json?.["id"]), { properties, teams: [] });
          } else if (one.kind === "update") {
            expect((await call("PATCH", `${base}/${id}`, one.body)).status).toBe(
              known === undefined ? 404 : 200,
            );
            if (known !== undefined) Object.assign(known.properties, one.body);
          } else if (one.kind === "assign") {
            const assignments = one.teams.map((teamId) => ({
              target: { "@odata.type": "#microsoft.graph.teamScriptTarget", teamId },
            }));
            const { status } = await call("POST", `${base}/${id}/assign`, { assignments });
            expect(status).toBe(known === undefined ? 404 : 200);
            if (known !== undefined) known.teams = one.teams;
          } else {
            expect((await call("DELETE", `${base}/${id}`)).status).toBe(known === undefined ? 404 : 204);
            modelled.delete(id);
          }
          expect(await list(base)).toEqual(
            [...modelled].map(([id, { properties }]) => expect.objectContaining({ ...properties, id })),
          );
          expect((await call("GET", `${base}/$count`)).text).toBe(String(modelled.size));
          for (const [id, { teams }] of modelled) {
            const items = await list(`${base}/${id}/assignments`);
            expect(items.map(({ target }) => Object(target).teamId)).toEqual(teams);
          }
        }
      }),
      { numRuns: 40 },
    );
  },
);
