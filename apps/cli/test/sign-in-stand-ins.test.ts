import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIdentityTenant, type IdentityTenant } from "./identity-tenant.ts";

const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All"];

let tenant: IdentityTenant;
let server: Server | undefined;

beforeEach(async () => {
  tenant = await createIdentityTenant();
});

afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  await tenant.close();
});

/** A program with the name `az` before all others; it does what the script says. */
async function putAz(script: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(tenant.folder, "bin");
  await mkdir(folder);
  await writeFile(join(folder, "az"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "az"), 0o755);
  return {
    INTUNECTL_AUTH: "azure-cli",
    HOME: tenant.folder,
    PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
  };
}

test.runIf(process.platform !== "win32")("with the Azure CLI one is who it is signed in as", async () => {
  const token = tenant.emulator.token({ scopes });
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const answer = JSON.stringify({ accessToken: token, expires_on: expires, tokenType: "Bearer" });
  const environment = await putAz(`echo "$*" > "${tenant.folder}/asked"\ncat <<'END'\n${answer}\nEND`);
  const listed = await tenant.run(["configs", "list", "-o", "json", "-q", "length(@)"], environment);
  expect([listed.exitCode, listed.out, listed.err]).toEqual([0, "5\n", ""]);
  expect(await readFile(join(tenant.folder, "asked"), "utf8")).toContain("https://graph.microsoft.com");
});

test.runIf(process.platform !== "win32")(
  "an Azure CLI that is signed out is exit 4, with its words",
  async () => {
    const environment = await putAz(`echo "Please run 'az login' to setup account." >&2; exit 1`);
    const ended = await tenant.run(["whoami"], environment);
    expect([ended.exitCode, ended.err]).toEqual([4, expect.stringContaining("az login")]);
  },
);

/** The service of a machine's own identity, as the platform puts it beside a program. */
async function startMachine(token: string): Promise<{ readonly url: string; readonly asked: URL[] }> {
  const asked: URL[] = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? "/", "http://localhost"));
    const seconds = Math.floor(Date.now() / 1000) + 3600;
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        access_token: token,
        expires_on: String(seconds),
        expires_in: 3600,
        resource: "https://graph.microsoft.com",
        token_type: "Bearer",
      }),
    );
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

test.each<[where: string, toEnvironment: (url: string) => Readonly<Record<string, string>>]>([
  ["a virtual machine", (url) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: url })],
  ["an app service", (url) => ({ IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: "a-header" })],
])("the identity of %s signs in", async (_where, toEnvironment) => {
  const { url, asked } = await startMachine(tenant.emulator.token({ scopes }));
  const listed = await tenant.run(["configs", "list", "-o", "json", "-q", "length(@)"], {
    INTUNECTL_AUTH: "managed-identity",
    ...toEnvironment(url),
  });
  expect([listed.exitCode, listed.out, listed.err]).toEqual([0, "5\n", ""]);
  expect(asked.at(-1)?.searchParams.get("resource")).toBe("https://graph.microsoft.com");
});
