import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator } from "@intunectl/graph-emulator";
import {
  assignGroupPolicyConfiguration,
  listGroupPolicyConfigurations,
  listGroups,
} from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { document, findObstacle, runGenerator } from "../src/generator.ts";

const obstacle = findObstacle();
const why = obstacle === undefined ? "" : ` (not run: ${obstacle})`;

test.skipIf(obstacle !== undefined)(
  `OpenAPI Generator finds no error in openapi.yaml${why}`,
  () => {
    const { status, text } = runGenerator(["validate", "-i", document], "pipe");
    expect(text).not.toMatch(/errors?:/i);
    expect(status).toBe(0);
  },
  120_000,
);

interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

interface GeneratedApi {
  readonly listGroups: (input: object) => Promise<{ readonly value: readonly { readonly id: string }[] }>;
  readonly listGroupPolicyConfigurations: (input: object) => Promise<unknown>;
  readonly assignGroupPolicyConfiguration: (input: object) => Promise<unknown>;
}

interface GeneratedModule {
  readonly DefaultApi: new (configuration: unknown) => GeneratedApi;
  readonly Configuration: new (options: object) => unknown;
}

const generate = async (): Promise<{ readonly module: GeneratedModule; readonly folder: string }> => {
  const clients = resolve(import.meta.dirname, "../.clients");
  mkdirSync(clients, { recursive: true });
  const folder = mkdtempSync(`${clients}/fetch-`);
  const { status, text } = runGenerator(
    ["generate", "-g", "typescript-fetch", "-i", document, "-o", folder],
    "pipe",
  );
  if (status !== 0) throw new Error(text);
  return { module: await import(`${folder}/index.ts`), folder };
};

const targets = [
  { type: "group", groupId: "1f0c2b7e-0000-4000-8000-000000000001" },
  { type: "exclusionGroup", groupId: "1f0c2b7e-0000-4000-8000-000000000002" },
  { type: "allDevices" },
  { type: "allLicensedUsers" },
];
const toTargets = (tag: string): readonly object[] =>
  targets.map(({ type, ...rest }) => ({ [tag]: `#microsoft.graph.${type}AssignmentTarget`, ...rest }));

test.skipIf(obstacle !== undefined)(
  `a generated typescript-fetch client sends what ours sends${why}`,
  async () => {
    const emulator = await createEmulator();
    const { module, folder } = await generate();
    try {
      const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "Group.Read.All"];
      const token = emulator.token({ scopes });
      const record =
        (to: WireRequest[]): typeof fetch =>
        async (input, init) => {
          const request = new Request(input, init);
          const text = await request.clone().text();
          const url = new URL(request.url);
          // A space in a query may be written as %20 or as +, which a service reads alike: queries are compared decoded.
          to.push({
            method: request.method,
            path: url.pathname + decodeURIComponent(url.search.replaceAll("+", " ")),
            body: text === "" ? undefined : JSON.parse(text),
          });
          return fetch(request);
        };
      const [ours, theirs]: [WireRequest[], WireRequest[]] = [[], []];
      const graph = createGraphClient({
        credential: staticToken(token),
        baseUrl: emulator.url,
        fetch: record(ours),
      });
      const api = new module.DefaultApi(
        new module.Configuration({
          basePath: `${emulator.url}/beta`,
          accessToken: `Bearer ${token}`,
          fetchApi: record(theirs),
        }),
      );

      const { value } = await graph.send(listGroupPolicyConfigurations, { $top: 5 });
      await api.listGroupPolicyConfigurations({ $top: 5 });
      const groupPolicyConfigurationId = value[0]?.id ?? "";
      await graph.send(listGroups, { $filter: "displayName eq 'R&D'" });
      await api.listGroups({ $filter: "displayName eq 'R&D'" });
      const read = async (): Promise<unknown> => (await fetch(`${emulator.url}/_emulator/state`)).json();
      await graph.send(assignGroupPolicyConfiguration, {
        groupPolicyConfigurationId,
        assignments: toTargets("@odata.type").map((target) => ({ target })) as never,
      });
      const stored = JSON.stringify(await read()).match(/AssignmentTarget/g)?.length;
      await api.assignGroupPolicyConfiguration({
        groupPolicyConfigurationId,
        assignGroupPolicyConfigurationRequest: {
          assignments: toTargets("atOdataType").map((target) => ({ target })),
        },
      });

      expect(theirs).toEqual(ours);
      expect(theirs).toHaveLength(3);
      expect(JSON.stringify(await read()).match(/AssignmentTarget/g)?.length).toBe(stored);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await emulator.close();
    }
  },
  120_000,
);
