import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { AnyOperation, GraphModel, Operation } from "@intunectl/graph-core";
import { onTestFinished } from "vitest";

/** A library that the generator printed; which operations it has is known to the test that asked for them. */
export interface GeneratedLibrary {
  readonly operations: readonly AnyOperation[];
  readonly model: GraphModel;
  /** An operation by its name. */
  operation(name: string): Operation<Record<string, unknown>, Record<string, unknown>>;
}

const root = resolve(import.meta.dirname, "../../..");

/** Specs that a library can be made from: the generator's own test specs, and this repository's. */
export const testSpecs: string = join(root, "tools/graph-codegen/test/fixture");
export const realSpecs: string = join(root, "specs");

/** Runs the generator on specs with some files changed or added, and loads what it printed. */
export async function generateLibrary(
  files: Readonly<Record<string, string>>,
  specs: string = testSpecs,
): Promise<GeneratedLibrary> {
  // Inside the package, so that the library finds the packages that it imports.
  const reports = join(import.meta.dirname, "../reports");
  mkdirSync(reports, { recursive: true });
  const folder = mkdtempSync(join(reports, "library-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(specs, join(folder, "specs"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "specs", name)), { recursive: true });
    writeFileSync(join(folder, "specs", name), text);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=@intunectl/source",
      join(root, "tools/graph-codegen/src/main.ts"),
      "generate",
      "--specs",
      "specs",
      "--out",
      "out",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  const { operations } = await import(join(folder, "out/operations.ts"));
  const { model } = await import(join(folder, "out/model.ts"));
  return {
    operations,
    model,
    operation(name) {
      const found = operations.find((operation: AnyOperation) => operation.name === name);
      if (found === undefined) throw new Error(`the library has no operation ${name}`);
      return found;
    },
  };
}

/** A reference page of an operation on entities. */
export function toPage(
  title: string,
  request: string,
  properties: readonly string[],
  response: string,
): string {
  const rows = properties.map((property) => `|${property}|String|Not yet documented|`);
  return [
    `# ${title}`,
    `${title}.`,
    "## Prerequisites",
    "|Permission type|Permissions (from least to most privileged)|",
    "|:---|:---|",
    "|Delegated (work or school account)|Scripts.ReadWrite.All|",
    "|Application|Not supported.|",
    "## HTTP Request",
    "``` http",
    request,
    "```",
    "## Request body",
    ...(rows.length === 0
      ? ["Do not supply a request body for this method."]
      : [
          "In the request body, supply a JSON representation.",
          "",
          "|Property|Type|Description|",
          "|:---|:---|:---|",
          ...rows,
        ]),
    "## Response",
    `If successful, this method returns a ${response}`,
    "",
  ].join("\n");
}
