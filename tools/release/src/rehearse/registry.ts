import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runStep } from "../run.ts";

/** A registry on this machine. */
export interface Registry {
  readonly url: string;
  /** Settings for npm, pnpm and changesets that make them use it, and nothing of the user's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts verdaccio on loopback with its storage in a folder; packages that are not ours come from the public registry. */
export async function startRegistry(root: string, folder: string): Promise<Registry> {
  const home = join(root, "tools/release/registry");
  if (!existsSync(join(home, "node_modules/verdaccio")))
    runStep("install the registry", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: home,
    });
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  writeFileSync(
    join(folder, "config.yaml"),
    [
      "storage: ./storage",
      "auth: { htpasswd: { file: ./htpasswd } }",
      `uplinks: { npmjs: { url: "${process.env["npm_config_registry"] ?? "https://registry.npmjs.org/"}" } }`,
      "packages:",
      `  "@intunectl/*": { access: $all, publish: $all, unpublish: $all }`,
      `  "**": { access: $all, proxy: npmjs }`,
      "log: { type: stdout, level: error }",
      "",
    ].join("\n"),
  );
  const npmrc = join(folder, "npmrc");
  writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\n`);
  const child = spawn(
    process.execPath,
    [
      join(home, "node_modules/verdaccio/bin/verdaccio"),
      "--config",
      join(folder, "config.yaml"),
      "--listen",
      `127.0.0.1:${port}`,
    ],
    { cwd: folder, stdio: "ignore" },
  );
  await waitFor(child, `${url}-/ping`);
  return {
    url,
    env: { npm_config_registry: url, npm_config_userconfig: npmrc, NPM_CONFIG_USERCONFIG: npmrc },
    stop: async () => {
      const ended = new Promise((resolve) => void child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}

async function waitFor(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(`the registry ended with ${child.exitCode} before it answered`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not yet.
    }
    await sleep(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("there is no free port");
  return address.port;
}
