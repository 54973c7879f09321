import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

// `pnpm bench` runs all, `pnpm bench graph-core` one. A package's measurements are its `bench/main.ts`; peers to compare
// with stand in `bench/package.json`, outside the workspace, so that nobody else installs them.
const root = resolve(import.meta.dirname, "../../..");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const packages = ["libs", "apps", "tools"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => ({ name, folder: join(root, folder, name, "bench") })),
);
const chosen = packages.filter(
  ({ name, folder }) => existsSync(join(folder, "main.ts")) && (wanted.length === 0 || wanted.includes(name)),
);
if (chosen.length === 0) {
  process.stderr.write(`no measurements in ${wanted.join(", ")}\n`);
  process.exitCode = 64;
}
for (const { name, folder } of chosen) {
  process.stdout.write(`\n=== ${name}\n`);
  if (existsSync(join(folder, "package.json"))) {
    const isApart = existsSync(join(folder, "pnpm-workspace.yaml"));
    run(
      "pnpm",
      ["install", ...(isApart ? [] : ["--ignore-workspace"]), "--frozen-lockfile", "--silent"],
      folder,
    );
  }
  run(process.execPath, ["--conditions=@intunectl/source", join(folder, "main.ts")], root);
}

function run(program: string, args: readonly string[], cwd: string): void {
  const isScript = process.platform === "win32" && program === "pnpm";
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit", shell: isScript });
  if (status !== 0) process.exitCode = 1;
}
