import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ended } from "./cli.ts";
import { createIdentityTenant, type IdentityTenant } from "./identity-tenant.ts";

const app = "0f2e8c54-91d7-4b3a-8e60-7c5d1a9b4f28";
const loginArgs = [
  "login",
  "--method",
  "device-code",
  "--tenant",
  "contoso.onmicrosoft.com",
  "--client-id",
  app,
];

let tenant: IdentityTenant;
let signedIn: Ended;

beforeEach(async () => {
  tenant = await createIdentityTenant();
  const running = tenant.start(loginArgs);
  await tenant.approveDevice(running);
  signedIn = await running.ended;
});

afterEach(async () => {
  await tenant.close();
});

const toPath = (name: string): string => join(tenant.folder, "state", ".tokens", name);

/** Every token that is kept comes to its end; what renews them does not. */
async function endTokens(): Promise<void> {
  const own: { readonly token: string } = JSON.parse(await readFile(toPath("default.json"), "utf8"));
  await writeFile(toPath("default.json"), JSON.stringify({ ...own, expiresOnTimestamp: 1 }));
  const text = await readFile(toPath("default@cache-cae.json"), "utf8");
  const ended = text.replaceAll(/"(expires_on|extended_expires_on)":"\d+"/g, '"$1":"1"');
  expect(ended).toContain('"expires_on":"1"');
  await writeFile(toPath("default@cache-cae.json"), ended);
}

test("what is kept of a sign-in is said once", async () => {
  expect([signedIn.exitCode, signedIn.err]).toEqual([0, expect.stringContaining("and renewed")]);
  const running = tenant.start(loginArgs);
  await tenant.approveDevice(running);
  expect((await running.ended).err).not.toContain("and renewed");
});

test("a sign-in is renewed when its token has ended, and nobody is asked", async () => {
  await endTokens();
  const listed = await tenant.run(["configs", "list", "-o", "json", "-q", "length(@)"]);
  expect([listed.exitCode, listed.out, listed.err]).toEqual([0, "5\n", ""]);
  // And the new one is kept like the first.
  const kept: { readonly expiresOnTimestamp: number } = JSON.parse(
    await readFile(toPath("default.json"), "utf8"),
  );
  expect(kept.expiresOnTimestamp).toBeGreaterThan(Date.now());
  expect(await readFile(toPath("default@cache-cae.json"), "utf8")).not.toContain('"expires_on":"1"');
});

test.runIf(process.platform !== "win32")("what renews it is readable by this user alone", async () => {
  const names = await readdir(toPath("."));
  expect(names.toSorted()).toEqual(["default.json", "default@account.json", "default@cache-cae.json"]);
  for (const name of names) expect((await stat(toPath(name))).mode & 0o777).toBe(0o600);
  expect((await stat(toPath("."))).mode & 0o777).toBe(0o700);
});

test("logout leaves nothing that could sign in", async () => {
  await tenant.run(["logout"]);
  expect(await readdir(toPath("."))).toEqual([]);
  expect(await tenant.run(["whoami"])).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining("not signed in"),
  });
});

test("a sign-in that cannot be renewed is said, with what to do", async () => {
  await endTokens();
  await writeFile(toPath("default@cache-cae.json"), "{}");
  const who = await tenant.run(["whoami"]);
  expect([who.exitCode, who.err.replaceAll(/\s+/g, " ")]).toEqual([
    4,
    "error the sign-in has ended and cannot be renewed without you hint intunectl login ",
  ]);
});

test("a cache that is none is as good as none", async () => {
  await endTokens();
  await writeFile(toPath("default@cache-cae.json"), "not of this kind");
  expect(await tenant.run(["whoami"])).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining("intunectl login"),
  });
});
