import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOutput, runStep } from "../run.ts";
import type { Consumer } from "./consumer.ts";
import { compilers, createConsumer } from "./consumer.ts";
import { startRegistry } from "./registry.ts";

/**
 * Two releases for real, against a registry on this machine: the packages as they are now, installed into empty projects
 * by npm and pnpm, run and type-checked; then a change of specs/ that breaks consumers, the second release, and what
 * somebody who has the first one sees of it.
 */
export async function rehearse(root: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "intunectl-rehearsal-"));
  const registry = await startRegistry(root, join(folder, "registry"));
  try {
    const work = cloneWorkspace(root, join(folder, "work"));
    const first = publish(work, registry.env);
    const consumers = (["npm", "pnpm"] as const).map((manager) => {
      const consumer = createConsumer(join(folder, manager), manager, registry);
      consumer.install(first);
      tell(consumer.runProgram().trim());
      return consumer;
    });
    const [npm] = consumers;
    if (npm === undefined) throw new Error("there is no consumer");
    tell(
      readOutput(["npx", "--no-install", "intunectl", "--demo", "configs", "list"], {
        cwd: npm.folder,
        env: npm.env,
      }),
    );
    for (const compiler of compilers) expectClean(npm, compiler);
    const second = breakAndPublish(work, registry.env);
    lookAtUpdate(npm, first, second);
    tell(`\nrehearsed: ${first}, then ${second}`);
    return 0;
  } finally {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What is committed, in a folder of its own: a release commits and tags. */
function cloneWorkspace(root: string, folder: string): string {
  runStep("clone", ["git", "clone", "--quiet", root, folder], { cwd: root });
  const git = (...args: readonly string[]): void =>
    runStep(`git ${args[0] ?? ""}`, ["git", ...args], { cwd: folder });
  git("config", "user.name", "Contoso");
  git("config", "user.email", "dev@contoso.com");
  runStep("install", ["pnpm", "install", "--frozen-lockfile", "--prefer-offline"], { cwd: folder });
  return folder;
}

/** Publishes; answers the version of graph-intune. */
function publish(work: string, env: Readonly<Record<string, string>>): string {
  runStep("release", ["pnpm", "run", "release"], { cwd: work, env });
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(work, "libs/graph-intune/package.json"), "utf8"),
  );
  return version;
}

function expectClean(consumer: Consumer, compiler: string): void {
  const complaints = consumer.typeCheck(compiler);
  if (complaints !== "") throw new Error(`TypeScript ${compiler} complains:\n${complaints}`);
  tell(`TypeScript ${compiler} takes the program and the packages' types`);
}

/** The service may leave out when a configuration was made: a change that breaks readers. */
function breakAndPublish(work: string, env: Readonly<Record<string, string>>): string {
  const file = join(work, "specs/graph/beta/csdl/intune-group-policy.xml");
  const text = readFileSync(file, "utf8");
  const changed = text.replace(
    /(<EntityType Name="groupPolicyConfiguration" [^]*?<Property Name="createdDateTime" Type="Edm.DateTimeOffset") Nullable="false"/,
    "$1",
  );
  if (changed === text) throw new Error("the change of specs/ found nothing to change");
  writeFileSync(file, changed);
  const options = { cwd: work, env };
  runStep("generate", ["pnpm", "run", "generate"], options);
  expectFailure("a change without a changeset", () =>
    readOutput(["pnpm", "run", "graph-codegen", "diff", "--check"], options),
  );
  runStep("what changed", ["pnpm", "run", "graph-codegen", "diff", "HEAD", "--changeset"], options);
  runStep("build", ["pnpm", "run", "build"], options);
  runStep("surfaces", ["pnpm", "run", "api"], options);
  runStep("stage", ["git", "add", "--all"], options);
  runStep("commit", ["git", "commit", "--quiet", "--message", "Follow the metadata"], options);
  return publish(work, env);
}

function expectFailure(what: string, run: () => unknown): void {
  try {
    run();
  } catch {
    return tell(`${what} is refused`);
  }
  throw new Error(`${what} passed`);
}

/** What somebody who has the first release sees: that there is a second, why, and what the compiler says of it. */
function lookAtUpdate(consumer: Consumer, first: string, second: string): void {
  const options = { cwd: consumer.folder, env: consumer.env };
  tell("\n$ npm outdated");
  // npm answers 1 when something is outdated.
  const outdated = readAnyway(["npm", "outdated"], options);
  tell(outdated);
  const row = outdated.split("\n").find((line) => line.startsWith("@intunectl/graph-intune")) ?? "";
  if (!row.includes(first) || !row.includes(second))
    throw new Error(`npm outdated does not tell of ${second}: ${row}`);
  if (second.split(".")[0] === first.split(".")[0])
    throw new Error(`${second} should be a major step from ${first}`);
  consumer.install(second);
  const changelog = readFileSync(
    join(consumer.folder, "node_modules/@intunectl/graph-intune/CHANGELOG.md"),
    "utf8",
  );
  const [, newest = ""] = changelog.split(/^## /m);
  tell(`\n## ${newest.trim()}\n`);
  if (!newest.includes("GroupPolicyConfiguration.createdDateTime"))
    throw new Error("the changelog does not tell what broke");
  const complaints = consumer.typeCheck("7.0.2");
  tell(complaints.trim());
  if (!/main\.ts\(\d+,\d+\): error TS2345/.test(complaints))
    throw new Error("the program should not compile any more");
}

function readAnyway(
  command: readonly [string, ...string[]],
  options: Parameters<typeof readOutput>[1],
): string {
  try {
    return readOutput(command, options);
  } catch (cause) {
    return (cause instanceof Error ? cause.message : String(cause)).replace(/^.* failed:\n/, "");
  }
}
