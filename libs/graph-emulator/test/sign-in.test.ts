import { createPublicKey, verify } from "node:crypto";
import { request } from "node:https";
import { expect, test } from "vitest";
import { createEmulator, demoSeed, type Emulator } from "../src/index.ts";
import { caller, configurations, edge, everything, start, temporaryFolder, testNow } from "./harness.ts";

const scope = "https://graph.microsoft.com/.default";
const clientId = "0f2e8c54-91d7-4b3a-8e60-7c5d1a9b4f28";

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(emulator: Emulator, path: string, form?: Record<string, string>): Promise<Answer> {
  const init = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
  const response = await fetch(emulator.url + path, init);
  return { status: response.status, body: Object(await response.json()) };
}

const tokenPath = `/${demoSeed.tenant.domain}/oauth2/v2.0/token`;

function claimsOf(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString());
}

test("an app signs in with its secret and gets the roles of the surface", async () => {
  const { emulator } = await start();
  const { status, body } = await ask(emulator, tokenPath, {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: "any",
    scope,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3599 + 1 });
  expect(claimsOf(body["access_token"])).toMatchObject({
    appid: clientId,
    roles: expect.arrayContaining(["DeviceManagementConfiguration.ReadWrite.All"]),
    idtyp: "app",
  });
  const call = caller(emulator, String(body["access_token"]));
  expect((await call("POST", `${edge}/assign`, { assignments: [] })).status).toBe(200);
});

test("named apps have their own secret and roles; others are not known", async () => {
  const { emulator } = await start({
    apps: [{ id: clientId, secret: "right", roles: ["Group.Read.All"] }],
  });
  const signIn = (id: string, secret: string): Promise<Answer> =>
    ask(emulator, tokenPath, {
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
      scope,
    });
  const { body } = await signIn(clientId, "right");
  expect(claimsOf(body["access_token"])["roles"]).toEqual(["Group.Read.All"]);
  expect((await caller(emulator, String(body["access_token"]))("GET", configurations)).status).toBe(403);
  expect(await signIn(clientId, "wrong")).toMatchObject({
    status: 401,
    body: { error: "invalid_client", error_codes: [7_000_215] },
  });
  expect(await signIn("other", "right")).toMatchObject({
    status: 400,
    body: { error: "unauthorized_client", error_codes: [700_016] },
  });
});

test.each<[what: string, form: Record<string, string>, error: string]>([
  ["no grant", { client_id: clientId }, "unsupported_grant_type"],
  ["no client", { grant_type: "client_credentials" }, "invalid_request"],
  ["no secret", { grant_type: "client_credentials", client_id: clientId, scope }, "invalid_client"],
  [
    "a scope that is no .default",
    {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: "x",
      scope: "Group.Read.All",
    },
    "invalid_scope",
  ],
  [
    "a made-up refresh token",
    { grant_type: "refresh_token", client_id: clientId, refresh_token: "x.y.z" },
    "invalid_grant",
  ],
  [
    "a made-up device code",
    {
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      client_id: clientId,
      device_code: "x",
    },
    "bad_verification_code",
  ],
])("%s is refused", async (_, form, error) => {
  const { emulator } = await start();
  const { status, body } = await ask(emulator, tokenPath, form);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body).toMatchObject({
    error,
    error_description: expect.stringMatching(/^AADSTS\d+: /),
    correlation_id: expect.any(String),
  });
});

test("a tenant that is not this one is not found", async () => {
  const { emulator } = await start();
  const path = "/fabrikam.onmicrosoft.com/v2.0/.well-known/openid-configuration";
  expect(await ask(emulator, path)).toMatchObject({ status: 400, body: { error_codes: [90_002] } });
});

async function startDeviceCode(emulator: Emulator): Promise<Record<string, unknown>> {
  const form = { client_id: clientId, scope: "Group.Read.All openid profile offline_access" };
  return (await ask(emulator, "/common/oauth2/v2.0/devicecode", form)).body;
}

const poll = (emulator: Emulator, code: Record<string, unknown>): Promise<Answer> =>
  ask(emulator, tokenPath, {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    client_id: clientId,
    device_code: String(code["device_code"]),
  });

test("a person signs in by device code, once approved, and again by refresh token", async () => {
  const { emulator, call } = await start();
  const code = await startDeviceCode(emulator);
  expect(code["message"]).toContain(code["user_code"]);
  expect(await poll(emulator, code)).toMatchObject({
    status: 400,
    body: { error: "authorization_pending" },
  });
  const listed = await call("GET", "/_emulator/device-codes");
  expect(listed.json?.["value"]).toMatchObject([{ userCode: code["user_code"], state: "pending" }]);
  expect(listed.text).not.toContain(code["device_code"]);
  await call("POST", `/_emulator/device-codes/${String(code["user_code"])}`, { approve: true });
  const { status, body } = await poll(emulator, code);
  expect(status).toBe(200);
  expect(claimsOf(body["access_token"])).toMatchObject({ scp: "Group.Read.All", appid: clientId });
  expect(claimsOf(body["id_token"])).toMatchObject({
    aud: clientId,
    preferred_username: "admin@contoso.onmicrosoft.com",
  });
  expect((await caller(emulator, String(body["access_token"]))("GET", "/beta/groups")).status).toBe(200);
  for (const other of ["id_token", "refresh_token"])
    expect((await caller(emulator, String(body[other]))("GET", "/beta/groups")).status).toBe(401);
  expect((await poll(emulator, code)).body["error"]).toBe("bad_verification_code");
  const again = await ask(emulator, tokenPath, {
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: String(body["refresh_token"]),
    scope: "https://graph.microsoft.com/DeviceManagementConfiguration.Read.All offline_access",
  });
  expect(claimsOf(again.body["access_token"])["scp"]).toBe("DeviceManagementConfiguration.Read.All");
  expect(again.body["refresh_token"]).toEqual(expect.any(String));
});

test("a device code that is declined, or too old, is told", async () => {
  const { emulator, call } = await start();
  const declined = await startDeviceCode(emulator);
  await call("POST", `/_emulator/device-codes/${String(declined["user_code"])}`, { approve: false });
  expect((await poll(emulator, declined)).body["error"]).toBe("authorization_declined");
  const old = await startDeviceCode(emulator);
  emulator.clock.advance(901_000);
  expect((await poll(emulator, old)).body["error"]).toBe("expired_token");
  expect((await call("POST", "/_emulator/device-codes/NOBODY", { approve: true })).status).toBe(404);
  expect((await call("POST", "/_emulator/device-codes/NOBODY", {})).status).toBe(400);
});

test("tokens are signed with the key that discovery leads to", async () => {
  const { emulator } = await start();
  const { body: configuration } = await ask(emulator, "/common/v2.0/.well-known/openid-configuration");
  expect(configuration).toMatchObject({
    issuer: `${emulator.url}/${demoSeed.tenant.id}/v2.0`,
    token_endpoint: `${emulator.url}/${demoSeed.tenant.id}/oauth2/v2.0/token`,
  });
  const keys = await ask(emulator, String(configuration["jwks_uri"]).slice(emulator.url.length));
  const [key] = Object(keys.body["keys"]);
  const [header = "", payload = "", signature = ""] = emulator.token({ scopes: everything }).split(".");
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
    typ: "JWT",
    alg: "ES256",
    kid: key.kid,
  });
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  expect(isSigned).toBe(true);
});

/** One GET over TLS by a client that trusts nothing but the given certificate. */
function getSecurely(url: string, ca: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ca, agent: false }, (incoming) => {
      incoming.resume();
      incoming.on("end", () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test("HTTPS: its own certificate is for this machine's names, and stays in the data folder", async () => {
  const dataFolder = temporaryFolder();
  const first = await createEmulator({ https: true, dataFolder, now: () => testNow });
  const { certificate = "", url } = first;
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  expect(await getSecurely(`${url}/_emulator/clock`, certificate)).toBe(200);
  expect(await getSecurely(`${url.replace("127.0.0.1", "localhost")}/_emulator/clock`, certificate)).toBe(
    200,
  );
  const other = await createEmulator({ https: true });
  await expect(getSecurely(`${url}/_emulator/clock`, other.certificate ?? "")).rejects.toThrow(/certificate/);
  await other.close();
  await first.close();
  const second = await createEmulator({ https: true, dataFolder });
  expect(second.certificate).toBe(certificate);
  await second.close();
});
