// JavaScript, because the types of the peers are where they are installed: here, and only for `pnpm bench`.
// Each is used as its own README says, for the same call: replace the assignments of one configuration.
const id = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const path = `/beta/deviceManagement/groupPolicyConfigurations/${id}/assign`;
const groupId = "2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761";
const input = {
  assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
};
const headers = (token) => ({
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
  accept: "application/json",
});

/** Those that take a token to https only are led to the server by their `fetch`. */
function detour(url) {
  const original = globalThis.fetch;
  globalThis.fetch = (target, init) =>
    original(typeof target === "string" ? target.replace("https://graph.microsoft.com", url) : target, init);
}

export const peers = {
  async "raw undici.request"(url, token) {
    const { request } = await import("undici");
    return async () => {
      const { body } = await request(url + path, {
        method: "POST",
        headers: headers(token),
        body: JSON.stringify(input),
      });
      return body.json();
    };
  },
  async "raw undici dispatch"(url, token) {
    const { Agent } = await import("undici");
    const agent = new Agent();
    return () =>
      new Promise((resolve, reject) => {
        const chunks = [];
        agent.dispatch(
          { origin: url, path, method: "POST", headers: headers(token), body: JSON.stringify(input) },
          {
            onRequestStart() {},
            onResponseStart() {},
            onResponseData: (_, chunk) => void chunks.push(chunk),
            onResponseEnd: () => resolve(JSON.parse(Buffer.concat(chunks).toString())),
            onResponseError: (_, error) => reject(error),
          },
        );
      });
  },
  async "raw node:http"(url, token) {
    const { Agent, request } = await import("node:http");
    const { hostname, port } = new URL(url);
    const agent = new Agent({ keepAlive: true });
    return () =>
      new Promise((resolve, reject) => {
        const outgoing = request({ agent, hostname, port, path, method: "POST", headers: headers(token) });
        outgoing.on("error", reject);
        outgoing.on("response", (incoming) => {
          let text = "";
          incoming.setEncoding("utf8");
          incoming.on("data", (chunk) => (text += chunk));
          incoming.on("end", () => resolve(JSON.parse(text)));
        });
        outgoing.end(JSON.stringify(input));
      });
  },
  async "raw fetch"(url, token) {
    return async () => {
      const response = await fetch(url + path, {
        method: "POST",
        headers: headers(token),
        body: JSON.stringify(input),
      });
      return response.json();
    };
  },
  async "@azure/core-rest-pipeline"(url, token) {
    const { createDefaultHttpClient, createHttpHeaders, createPipelineFromOptions, createPipelineRequest } =
      await import("@azure/core-rest-pipeline");
    const pipeline = createPipelineFromOptions({});
    const client = createDefaultHttpClient();
    return async () => {
      const request = createPipelineRequest({
        url: url + path,
        method: "POST",
        headers: createHttpHeaders(headers(token)),
        body: JSON.stringify(input),
        allowInsecureConnection: true,
      });
      const response = await pipeline.sendRequest(client, request);
      if (response.status !== 200) throw new Error(String(response.status));
      return JSON.parse(response.bodyAsText ?? "");
    };
  },
  async "openapi-fetch"(url, token) {
    const { default: createClient } = await import("openapi-fetch");
    const client = createClient({ baseUrl: url });
    client.use({
      onRequest: ({ request }) => {
        request.headers.set("authorization", `Bearer ${token}`);
        return request;
      },
    });
    return async () => {
      const { data, response } = await client.POST(
        "/beta/deviceManagement/groupPolicyConfigurations/{id}/assign",
        { params: { path: { id } }, body: input },
      );
      if (response.status !== 200) throw new Error(String(response.status));
      return data;
    };
  },
  async ky(url, token) {
    const { default: ky } = await import("ky");
    const client = ky.create({ headers: { authorization: `Bearer ${token}` }, retry: { methods: ["post"] } });
    return () => client.post(url + path, { json: input }).json();
  },
  async "@microsoft/microsoft-graph-client"(url, token) {
    detour(url);
    const { Client } = await import("@microsoft/microsoft-graph-client");
    const client = Client.initWithMiddleware({
      authProvider: { getAccessToken: async () => token },
      defaultVersion: "beta",
    });
    return () => client.api(`/deviceManagement/groupPolicyConfigurations/${id}/assign`).post(input);
  },
  async "Kiota (msgraph-beta-sdk)"(url, token) {
    detour(url);
    const { HttpMethod, RequestInformation } = await import("@microsoft/kiota-abstractions");
    const { GraphBetaRequestAdapter, ...models } = {
      ...(await import("@microsoft/msgraph-beta-sdk")),
      ...(await import("@microsoft/msgraph-beta-sdk/models/index.js")),
    };
    const { BaseBearerTokenAuthenticationProvider, AllowedHostsValidator } =
      await import("@microsoft/kiota-abstractions");
    const validator = new AllowedHostsValidator(new Set(["graph.microsoft.com"]));
    const provider = new BaseBearerTokenAuthenticationProvider({
      getAuthorizationToken: async () => token,
      getAllowedHostsValidator: () => validator,
    });
    const adapter = new GraphBetaRequestAdapter(provider);
    adapter.baseUrl = "https://graph.microsoft.com/beta";
    // The package with this request builder is not in the registry; this is what Kiota generates, on its runtime and models.
    const write = (writer, body) =>
      writer.writeCollectionOfObjectValues(
        "assignments",
        body.assignments,
        models.serializeGroupPolicyConfigurationAssignment,
      );
    const target = { odataType: "#microsoft.graph.groupAssignmentTarget", additionalData: { groupId } };
    return () => {
      const request = new RequestInformation(
        HttpMethod.POST,
        "{+baseurl}/deviceManagement/groupPolicyConfigurations/{id}/assign",
        { baseurl: "https://graph.microsoft.com/beta", id },
      );
      request.headers.add("Accept", "application/json");
      request.setContentFromParsable(adapter, "application/json", { assignments: [{ target }] }, write);
      return adapter.send(
        request,
        models.createGroupPolicyConfigurationAssignmentCollectionResponseFromDiscriminatorValue,
        { XXX: models.createODataErrorFromDiscriminatorValue },
      );
    };
  },
};
