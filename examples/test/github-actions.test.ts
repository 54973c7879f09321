import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { demoGroups, type Emulator } from "@intunectl/graph-emulator";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  edge,
  type Ended,
  examples,
  groupsOf,
  makeFolder,
  node,
  root,
  run,
  startEmulator,
} from "./harness.ts";

const file = join(examples, "github-actions/assignments.yml");

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

test("the guide shows the file", () => {
  expect(readFileSync(join(root, "docs/github-actions.md"), "utf8")).toContain(
    `\`\`\`yaml\n${readFileSync(file, "utf8")}\`\`\`\n`,
  );
});

test.skipIf(process.platform === "win32")(
  "its steps plan, apply what was planned, find no drift, and fail on drift",
  async () => {
    const emulator = await startEmulator();
    const runner = createRunner(emulator);
    expect(await runner.job("plan")).toMatchObject({ code: 0 });
    expect(runner.summary()).toContain("**1 to add, 1 to change, 0 to remove");
    expect(await groupsOf(emulator, edge)).not.toContain(demoGroups["SG-Intune-Ring2"]);
    expect(await runner.job("apply")).toMatchObject({ code: 0 });
    expect(await groupsOf(emulator, edge)).toContain(demoGroups["SG-Intune-Ring2"]);
    expect(await runner.job("drift")).toMatchObject({ code: 0 });
    // Somebody puts the tenant back by hand.
    await fetch(`${emulator.url}/_emulator/reset`, { method: "POST" });
    expect(await runner.job("drift")).toMatchObject({ code: 2 });
    expect(runner.summary()).toContain("SG-Intune-Ring2");
  },
);

/** Runs the `run` steps of a job as a runner does: bash that stops at the first failure. */
function createRunner(emulator: Emulator): {
  readonly job: (name: string) => Promise<Ended>;
  readonly summary: () => string;
} {
  const folder = makeFolder();
  const workflow: Workflow = parse(readFileSync(file, "utf8"));
  cpSync(join(root, "docs/examples"), join(folder, "assignments"), { recursive: true });
  mkdirSync(join(folder, "bin"));
  const put = (name: string, script: string): void => {
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  const [program, condition] = node;
  put("intunectl", `exec "${program}" "${condition}" "${join(root, "apps/cli/src/main.ts")}" "$@"`);
  // azure/login leaves an Azure CLI that is signed in; this one is signed in at the emulator.
  const accessToken = emulator.token({
    roles: ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All"],
  });
  const expiresOn = Math.floor(Date.now() / 1000) + 3600;
  put("az", `echo '${JSON.stringify({ accessToken, expires_on: expiresOn, tokenType: "Bearer" })}'`);
  const summaryFile = join(folder, "summary.md");
  writeFileSync(summaryFile, "");
  return {
    async job(name) {
      let output = "";
      for (const step of workflow.jobs[name]?.steps ?? []) {
        if (step.run === undefined || step.run.startsWith("npm install")) continue;
        const env = Object.entries({ ...workflow.env, ...step.env }).map(([key, value]) => [
          key,
          value.replace("${{ github.workspace }}", folder),
        ]);
        const ended = await run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
          cwd: folder,
          env: {
            PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
            GITHUB_STEP_SUMMARY: summaryFile,
            INTUNECTL_GRAPH_URL: emulator.url,
            INTUNECTL_CONFIG: join(folder, "config"),
            INTUNECTL_STATE: join(folder, "state"),
            ...Object.fromEntries(env),
          },
        });
        output += ended.output;
        if (ended.code !== 0) return { code: ended.code, output };
      }
      return { code: 0, output };
    },
    summary: () => readFileSync(summaryFile, "utf8"),
  };
}
