import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "..");

/** The document that clients are made from. */
export const document: string = resolve(folder, "../../libs/graph-intune/src/generated/openapi.yaml");

/** Why OpenAPI Generator cannot run here, in one line; `undefined` when it can. Touches no network. */
export function findObstacle(): string | undefined {
  if (!hasJava()) return "java is not installed: OpenAPI Generator needs Java 11 or newer on the path";
  return existsSync(jar())
    ? undefined
    : `${jar()} is missing: \`pnpm openapi-client fetch\` downloads it once`;
}

/** Downloads the jar where it is missing. Answers what stands in the way, in one line. */
export function fetchGenerator(): string | undefined {
  if (!hasJava() || existsSync(jar())) return findObstacle();
  runGenerator(["version"], "pipe");
  return existsSync(jar())
    ? undefined
    : `OpenAPI Generator could not be downloaded from Maven Central: put its jar at ${jar()}`;
}

/** Runs OpenAPI Generator; answers its exit code and, when it is piped, what it said. */
export function runGenerator(
  args: readonly string[],
  output: "inherit" | "pipe" = "inherit",
): { readonly status: number; readonly text: string } {
  const cli = createRequire(import.meta.url).resolve("@openapitools/openapi-generator-cli/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", output, output],
  });
  return { status: status ?? 1, text: `${stdout ?? ""}${stderr ?? ""}` };
}

function hasJava(): boolean {
  return spawnSync("java", ["-version"], { stdio: "ignore" }).status === 0;
}

/** Where the command keeps the jar: `openapitools.json` says which and where. */
function jar(): string {
  const config: unknown = JSON.parse(readFileSync(join(folder, "openapitools.json"), "utf8"));
  const [, version = ""] = /"version":"([^"]+)"/.exec(JSON.stringify(config)) ?? [];
  return resolve(folder, "../../.openapi-generator", `${version}.jar`);
}
