import { spawnSync } from "node:child_process";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@intunectl/graph-emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIdentityTenant, type IdentityTenant } from "./identity-tenant.ts";

const app = "0f2e8c54-91d7-4b3a-8e60-7c5d1a9b4f28";
const looker = "1a3b5c7d-0000-4000-8000-00000000000a";
const secret = "a-secret-that-nobody-may-see";
const tenantName = "contoso.onmicrosoft.com";
const all = ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All"];

let tenant: IdentityTenant;
let folder: string;
let emulator: Emulator;

beforeEach(async () => {
  tenant = await createIdentityTenant([
    { id: app, secret, roles: all },
    { id: looker, roles: ["DeviceManagementConfiguration.Read.All"] },
  ]);
  ({ folder, emulator } = tenant);
});

afterEach(async () => {
  await tenant.close();
});

const start: IdentityTenant["start"] = (args, environment) => tenant.start(args, environment);
const run: IdentityTenant["run"] = (args, environment) => tenant.run(args, environment);

const asApp = { AZURE_TENANT_ID: tenantName, AZURE_CLIENT_ID: app, AZURE_CLIENT_SECRET: secret };
const loginArgs = ["login", "--method", "client-secret", "--tenant", tenantName, "--client-id", app];

test("the environment that a pipeline has is enough", async () => {
  const listed = await run(["configs", "list", "-o", "json", "-q", "length(@)"], asApp);
  expect([listed.exitCode, listed.out]).toEqual([0, "5\n"]);
  const who = await run(["whoami", "-o", "json"], asApp);
  expect(JSON.parse(who.out)).toMatchObject({ appId: app, kind: "application", permissions: all });
  // Nothing is kept of what nobody asked to keep.
  expect(await readdir(folder)).toEqual(["ca.pem"]);
});

test("a profile keeps how, the token is kept until it ends, and no secret is kept or told", async () => {
  const signedIn = await run(loginArgs, { AZURE_CLIENT_SECRET: secret });
  expect([signedIn.exitCode, signedIn.err]).toEqual([0, expect.stringContaining("readable by you alone")]);
  const again = await run(loginArgs, { AZURE_CLIENT_SECRET: secret });
  expect(again.err).toBe("");
  // Without the secret, only a kept token can do this.
  const listed = await run(["configs", "list", "-o", "json", "-q", "length(@)"]);
  expect([listed.exitCode, listed.out]).toEqual([0, "5\n"]);
  const profile = await readFile(join(folder, "config/profiles/default.json"), "utf8");
  const token = join(folder, "state/.tokens/default.json");
  for (const text of [profile, await readFile(token, "utf8"), signedIn.out, signedIn.err, listed.err])
    expect(text).not.toContain(secret);
  if (process.platform !== "win32") expect((await stat(token)).mode & 0o777).toBe(0o600);
  expect((await run(["logout"])).exitCode).toBe(0);
  const out = await run(["whoami"]);
  expect([out.exitCode, out.err]).toEqual([4, expect.stringContaining("AZURE_CLIENT_SECRET")]);
  expect((await run(["whoami"], { AZURE_CLIENT_SECRET: secret })).exitCode).toBe(0);
  await run(["logout", "--forget"]);
  expect(await run(["whoami"])).toMatchObject({ exitCode: 4, err: expect.stringContaining("not signed in") });
});

test("profiles do not get in each other's way", async () => {
  await run(loginArgs, { AZURE_CLIENT_SECRET: secret });
  const other = [...loginArgs.slice(0, -1), looker, "--profile", "look"];
  expect((await run(other, { AZURE_CLIENT_SECRET: "any" })).exitCode).toBe(0);
  const appOf = async (...args: readonly string[]): Promise<string> =>
    JSON.parse((await run(["whoami", "-o", "json", ...args])).out).appId;
  expect([await appOf(), await appOf("-p", "look"), await appOf("--profile", "default")]).toEqual([
    app,
    looker,
    app,
  ]);
  const denied = await run(["assign", "Edge:*", "--to", "SG-Intune-Ring2", "-p", "look"]);
  expect(denied.exitCode).toBe(4);
});

test("a wrong secret is one line, exit 4, and not told", async () => {
  const ended = await run(loginArgs, { AZURE_CLIENT_SECRET: "wrong-secret" });
  expect(ended.exitCode).toBe(4);
  expect(ended.err).toContain("signing in with client-secret failed");
  expect(ended.err).not.toContain("wrong-secret");
  await expect(stat(join(folder, "config"))).rejects.toThrow("ENOENT");
});

test("with a device code a person signs in elsewhere", async () => {
  const running = start(["login", "--method", "device-code", "--tenant", tenantName, "--client-id", app]);
  await tenant.approveDevice(running);
  const ended = await running.ended;
  expect([ended.exitCode, ended.out]).toEqual([0, expect.stringContaining("delegated")]);
  expect((await run(["configs", "list", "-o", "none"])).exitCode).toBe(0);
});

const hasOpenssl = spawnSync("openssl", ["version"], { stdio: "ignore" }).status === 0;

test.runIf(hasOpenssl)("with a certificate an app signs in without a secret", async () => {
  const path = join(folder, "app.pem");
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    path,
    "-out",
    `${path}.crt`,
    "-subj",
    "/CN=intunectl",
    "-days",
    "2",
  ]);
  expect(made.status).toBe(0);
  await writeFile(path, `${await readFile(path, "utf8")}${await readFile(`${path}.crt`, "utf8")}`);
  const environment = {
    AZURE_TENANT_ID: tenantName,
    AZURE_CLIENT_ID: looker,
    AZURE_CLIENT_CERTIFICATE_PATH: path,
  };
  const who = await run(["whoami", "-o", "json"], environment);
  expect([who.exitCode, who.err]).toEqual([0, ""]);
  expect(JSON.parse(who.out)).toMatchObject({ appId: looker });
});

test("a federated token, as a pipeline has one, signs in", async () => {
  await writeFile(join(folder, "federated"), "eyJhbGciOiJub25lIn0.e30.");
  const environment = {
    AZURE_TENANT_ID: tenantName,
    AZURE_CLIENT_ID: looker,
    AZURE_FEDERATED_TOKEN_FILE: join(folder, "federated"),
  };
  const who = await run(["whoami", "-o", "json"], environment);
  expect([who.exitCode, who.err]).toEqual([0, ""]);
  expect(JSON.parse(who.out)).toMatchObject({ appId: looker, source: "environment (workload-identity)" });
});

test.each<
  [what: string, args: readonly string[], environment: Record<string, string>, exitCode: number, want: string]
>([
  ["no app", ["login", "--method", "device-code", "--tenant", tenantName], {}, 4, "--client-id"],
  ["nobody to ask", ["login", "--no-input"], {}, 64, "--no-input forbids it"],
  ["another way", ["whoami"], { INTUNECTL_AUTH: "magic" }, 64, 'INTUNECTL_AUTH is "magic"'],
  ["another cloud", ["whoami", "--cloud", "moon"], {}, 64, "gcc-high"],
  ["a name that is a path", ["whoami", "--profile", "../x"], {}, 64, "cannot be the name of a profile"],
  ["no token", ["configs", "list"], {}, 4, "not signed in"],
])("%s is told", async (_what, args, environment, exitCode, want) => {
  const ended = await run(args, environment);
  expect([ended.exitCode, ended.err.replaceAll(/\s+/g, " ")]).toEqual([
    exitCode,
    expect.stringContaining(want),
  ]);
});

const doctorOf = async (
  environment: Record<string, string>,
): Promise<{ exitCode: number | null; states: Record<string, string>; text: string }> => {
  const ended = await run(["doctor", "-o", "json"], environment);
  const { checks } = JSON.parse(ended.out);
  return {
    exitCode: ended.exitCode,
    states: Object.fromEntries(
      checks.map(({ name, state }: { readonly name: string; readonly state: string }) => [name, state]),
    ),
    text: (await run(["doctor"], environment)).out.replaceAll(/\s+/g, " "),
  };
};

test("doctor: all is well", async () => {
  const { exitCode, states } = await doctorOf(asApp);
  expect([exitCode, states]).toEqual([
    0,
    { node: "good", network: "good", "sign-in": "good", permissions: "good", runs: "good" },
  ]);
});

test("doctor works signed out, and offline", async () => {
  const away = await createEmulator();
  await away.close();
  const out = await doctorOf({ INTUNECTL_GRAPH_URL: away.url });
  expect([out.exitCode, out.states]).toEqual([
    4,
    { node: "good", network: "bad", "sign-in": "bad", runs: "good" },
  ]);
  expect(out.text).toContain("ECONNREFUSED");
});

test("doctor names a permission that is lacking, and who needs it", async () => {
  const lacking = await doctorOf({ ...asApp, AZURE_CLIENT_ID: looker });
  expect([lacking.exitCode, lacking.states["permissions"]]).toEqual([4, "odd"]);
  expect(lacking.text).toContain("permission GroupMember.Read.All not granted: configs list");
  expect(lacking.text).toContain(
    "DeviceManagementConfiguration.ReadWrite.All not granted: assign, unassign, apply, undo, import need it",
  );
});

test("doctor sees a token that has ended, and a run that did not come to its end", async () => {
  const token = emulator.token({ scopes: all, lifetime: 1 });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const { exitCode, states } = await doctorOf({ INTUNECTL_ACCESS_TOKEN: token });
  expect([exitCode, states["token"]]).toEqual([4, "bad"]);
  await run(["assign", "Edge:*", "--to", "SG-Intune-Ring2", "--yes"], {
    ...asApp,
    INTUNECTL_TENANT: tenantName,
  });
  const runs = join(folder, "state", tenantName, "runs");
  const [name = ""] = await readdir(runs);
  const record = JSON.parse(await readFile(join(runs, name), "utf8"));
  await writeFile(join(runs, name), JSON.stringify({ ...record, finishedAt: undefined }));
  const odd = await doctorOf(asApp);
  expect([odd.exitCode, odd.states["runs"]]).toEqual([0, "odd"]);
  expect(odd.text).toContain("did not come to its end");
});
