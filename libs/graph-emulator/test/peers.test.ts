import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import {
  assignGroupPolicyConfiguration,
  listGroupPolicyConfigurations,
  listGroups,
} from "@intunectl/graph-intune";
import { expect, onTestFinished, test } from "vitest";
import { demoGroups, demoSeed, type Emulator } from "../src/index.ts";
import { caller, edge, edgeId, everything, exclude, groupA, groupB, include, start } from "./harness.ts";

// Clients that we did not write. They are heavy, so they stand in a folder outside the workspace:
//   pnpm --dir libs/graph-emulator/peers install --ignore-workspace --frozen-lockfile

const folder = join(import.meta.dirname, "../peers");
const isInstalled = existsSync(join(folder, "node_modules"));
const why = isInstalled ? "" : " (not run: libs/graph-emulator/peers is not installed)";

/** A module of a package that is installed there; what it exports is up to it. */
async function load(name: string): ReturnType<typeof importModule> {
  return importModule(createRequire(join(folder, "package.json")).resolve(name));
}

async function importModule(path: string) {
  return import(path);
}

interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const graphUrl = "https://graph.microsoft.com";

/**
 * Leads what is sent to Graph to the emulator, byte by byte, and writes it down: these clients give a token to Graph's own
 * name over HTTPS only.
 */
function lead(emulator: Emulator): { readonly sent: WireRequest[]; readonly fetch: typeof fetch } {
  const sent: WireRequest[] = [];
  const original = globalThis.fetch;
  return {
    sent,
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = await request.clone().text();
      const { pathname, search } = new URL(request.url);
      // A space in a query may be written as %20 or as +, which a service reads alike.
      const query = decodeURIComponent(search.replaceAll("+", " "));
      sent.push({ method: request.method, path: pathname + query, body });
      const { headers } = request;
      const response = await original(request.url.replace(graphUrl, emulator.url), {
        method: request.method,
        headers,
        ...(body === "" ? {} : { body }),
      });
      const text = (await response.text()).replaceAll(emulator.url, graphUrl);
      const hasBody = response.status !== 204;
      return new Response(hasBody ? text : null, { status: response.status, headers: response.headers });
    },
  };
}

/** What our own client sends for the same calls. */
async function sendOurs(emulator: Emulator, assignments: readonly object[]): Promise<readonly WireRequest[]> {
  const { sent, fetch } = lead(emulator);
  const credential = staticToken(emulator.token({ scopes: everything }));
  const graph = createGraphClient({ credential, baseUrl: emulator.url, fetch });
  await graph.send(listGroupPolicyConfigurations, { $top: 2 });
  await graph.send(listGroups, { $filter: "displayName eq 'SG-BreakGlass'" });
  const input = { groupPolicyConfigurationId: edgeId, assignments };
  await graph.send(assignGroupPolicyConfiguration, input as never);
  return sent;
}

test.skipIf(!isInstalled)(
  `@microsoft/microsoft-graph-client sends what ours sends, pages, and reads errors${why}`,
  async () => {
    const { emulator } = await start();
    const { Client, PageIterator, BatchRequestContent } = await load("@microsoft/microsoft-graph-client");
    const { sent, fetch } = lead(emulator);
    const original = globalThis.fetch;
    globalThis.fetch = fetch;
    onTestFinished(() => void (globalThis.fetch = original));
    const token = emulator.token({ scopes: everything });
    const client = Client.init({
      authProvider: (done: (error: unknown, token: string) => void) => done(null, token),
      defaultVersion: "beta",
    });
    const assignments = [include(groupA), exclude(groupB)];
    const path = "/deviceManagement/groupPolicyConfigurations";
    const page = await client.api(path).top(2).get();
    expect(page.value).toHaveLength(2);
    await client.api("/groups").filter("displayName eq 'SG-BreakGlass'").get();
    const answer = await client.api(`${path}/${edgeId}/assign`).post({ assignments });
    expect(answer.value.map(({ id }: { readonly id: string }) => id)).toEqual([
      `${edgeId}_${groupA}`,
      `${edgeId}_${groupB}`,
    ]);
    globalThis.fetch = original;
    expect(await sendOurs(emulator, assignments)).toEqual(sent);
    globalThis.fetch = fetch;

    const names: string[] = [];
    const iterator = new PageIterator(client, page, (item: { readonly displayName: string }) => {
      names.push(item.displayName);
      return true;
    });
    await iterator.iterate();
    expect(names).toHaveLength(5);

    const missing = await client
      .api(`${path}/nobody`)
      .get()
      .catch((error: unknown) => error);
    expect(missing).toMatchObject({
      statusCode: 404,
      code: "ResourceNotFound",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });

    const batch = new BatchRequestContent([
      { id: "1", request: new Request(`${graphUrl}/groups/${demoGroups["SG-BreakGlass"]}`) },
      { id: "2", request: new Request(`${graphUrl}/groups/nobody`), dependsOn: ["1"] },
    ]);
    const { responses } = await client.api("/$batch").post(await batch.getContent());
    expect(responses.map(({ status }: { readonly status: number }) => status)).toEqual([200, 404]);

    emulator.setFaults([{ times: 1, fault: { kind: "status", status: 429, retryAfter: 0.1 } }]);
    expect((await client.api(path).get()).value).toHaveLength(5);
  },
);

test.skipIf(!isInstalled)(
  `the Kiota SDK drops the groupId of a target, and the emulator says so (microsoft/kiota#6777)${why}`,
  async () => {
    const { emulator } = await start();
    const { GraphBetaRequestAdapter } = await load("@microsoft/msgraph-beta-sdk");
    const models = await importModule(
      join(folder, "node_modules/@microsoft/msgraph-beta-sdk/models/index.js"),
    );
    const { AnonymousAuthenticationProvider, HttpMethod, RequestInformation } = await load(
      "@microsoft/kiota-abstractions",
    );
    const { HttpClient } = await importModule(
      createRequire(createRequire(join(folder, "package.json")).resolve("@microsoft/kiota-bundle")).resolve(
        "@microsoft/kiota-http-fetchlibrary",
      ),
    );
    const { sent, fetch } = lead(emulator);
    const adapter = new GraphBetaRequestAdapter(
      new AnonymousAuthenticationProvider(),
      undefined,
      undefined,
      new HttpClient(fetch),
    );
    const token = emulator.token({ scopes: everything });
    // The package with the request builders is not in the registry, so this is what they would do.
    const request = (method: unknown, path: string): typeof RequestInformation.prototype => {
      const information = new RequestInformation(method, `${graphUrl}${path}`, {});
      information.headers.add("Authorization", `Bearer ${token}`);
      return information;
    };

    const read = request(HttpMethod.GET, "/beta/deviceManagement/groupPolicyConfigurations");
    const found = await adapter.send(
      read,
      models.createGroupPolicyConfigurationCollectionResponseFromDiscriminatorValue,
      {},
    );
    expect(found.value.map(({ displayName }: { readonly displayName: string }) => displayName)).toContain(
      "Edge: baseline",
    );
    const set = await adapter.send(
      request(HttpMethod.GET, `${edge}/assignments`),
      models.createGroupPolicyConfigurationAssignmentCollectionResponseFromDiscriminatorValue,
      {},
    );
    expect(set.value[0].target.groupId).toBe(demoGroups["SG-Intune-Ring0"]);

    const assign = async (target: object): Promise<unknown> => {
      const write = request(HttpMethod.POST, `${edge}/assign`);
      write.setContentFromParsable(adapter, "application/json", { assignments: [{ target }] }, toBody);
      return adapter
        .send(
          write,
          models.createGroupPolicyConfigurationAssignmentCollectionResponseFromDiscriminatorValue,
          {},
        )
        .catch((error: unknown) => error);
    };
    const toBody = (
      writer: { writeCollectionOfObjectValues(name: string, values: unknown, serialize: unknown): void },
      { assignments }: { readonly assignments: unknown },
    ): void =>
      writer.writeCollectionOfObjectValues(
        "assignments",
        assignments,
        models.serializeGroupPolicyConfigurationAssignment,
      );
    const odataType = "#microsoft.graph.groupAssignmentTarget";
    const before = await caller(emulator)("GET", `${edge}/assignments`);
    const error = await assign({ odataType, groupId: groupA });
    expect(sent.at(-1)?.body).toBe(`{"assignments":[{"target":{"@odata.type":"${odataType}"}}]}`);
    expect(error).toMatchObject({ responseStatusCode: 400 });
    expect((await caller(emulator)("GET", `${edge}/assignments`)).text).toBe(before.text);

    // What its users do about it.
    await assign({ odataType, additionalData: { groupId: groupA } });
    expect(sent.at(-1)?.body).toContain(`"groupId":"${groupA}"`);
    expect((await caller(emulator)("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(1);
  },
);

test.skipIf(!isInstalled)(
  `@azure/identity signs in by secret, by device code, and by refresh token${why}`,
  async () => {
    const { emulator } = await start({
      https: true,
      apps: [{ id: "0f2e8c54-91d7-4b3a-8e60-7c5d1a9b4f28", secret: "right" }],
      now: Date.now,
    });
    const { ClientSecretCredential, DeviceCodeCredential } = await load("@azure/identity");
    const options = {
      authorityHost: emulator.url,
      // The emulator is no authority that Microsoft lists.
      disableInstanceDiscovery: true,
      tlsOptions: { ca: emulator.certificate },
    };
    const scope = `${graphUrl}/.default`;
    const clientId = "0f2e8c54-91d7-4b3a-8e60-7c5d1a9b4f28";
    const { id: tenantId } = demoSeed.tenant;
    const claimsOf = ({ token }: { readonly token: string }): Record<string, unknown> =>
      JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

    const app = new ClientSecretCredential(tenantId, clientId, "right", options);
    expect(claimsOf(await app.getToken(scope))).toMatchObject({
      appid: clientId,
      roles: expect.arrayContaining(["DeviceManagementConfiguration.ReadWrite.All"]),
    });
    const wrong = new ClientSecretCredential(tenantId, clientId, "wrong", options);
    await expect(wrong.getToken(scope)).rejects.toThrow(/AADSTS7000215/);

    const approve = async (url: string): Promise<void> => {
      const { request } = await import("node:https");
      await new Promise<void>((resolve, reject) => {
        const outgoing = request(
          url,
          { method: "POST", ca: emulator.certificate ?? "", agent: false },
          (incoming) => incoming.resume().on("end", resolve),
        );
        outgoing.on("error", reject).end('{"approve": true}');
      });
    };
    const person = new DeviceCodeCredential({
      ...options,
      tenantId,
      clientId,
      userPromptCallback: ({ verificationUri, userCode }: Record<string, string>) =>
        void approve(`${verificationUri}/${userCode}`),
    });
    expect(claimsOf(await person.getToken(`${graphUrl}/Group.Read.All`))).toMatchObject({
      scp: "Group.Read.All",
      upn: "admin@contoso.onmicrosoft.com",
    });
    // The second scope comes by the refresh token, without another code.
    expect(
      claimsOf(await person.getToken(`${graphUrl}/DeviceManagementConfiguration.Read.All`)),
    ).toMatchObject({
      scp: "DeviceManagementConfiguration.Read.All",
    });
  },
);
