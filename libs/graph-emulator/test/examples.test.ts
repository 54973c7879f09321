import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const folder = resolve(import.meta.dirname, "..");
const root = resolve(folder, "../..");

interface Example {
  /** Where it stands, for the reader of a failure. */
  readonly name: string;
  readonly code: string;
}

/** The code after each `@example` of the sources, and of each `ts` block of the README. */
function readExamples(): readonly Example[] {
  const files = [...globSync("src/**/*.ts", { cwd: folder }), "README.md"];
  return files.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
    const pattern =
      name === "README.md" ? /^```ts\n([\s\S]*?)^```/gm : /@example\n \* ```ts\n([\s\S]*?) \* ```/g;
    return Array.from(text.matchAll(pattern), (match) => ({
      name: `${name}:${text.slice(0, match.index).split("\n").length}`,
      code: (match[1] ?? "").replaceAll(/^ \* ?/gm, ""),
    }));
  });
}

/** What examples may take for granted; each is a function of its own, and its own imports go before it. */
const preamble = `
import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator, parseBehaviour, parseSeed } from "@intunectl/graph-emulator";
import { test } from "@intunectl/graph-emulator/vitest";
import { listGroups } from "@intunectl/graph-intune";
declare class ClientSecretCredential {
  constructor(tenant: string, client: string, secret: string, options: { authorityHost: string; disableInstanceDiscovery: boolean; tlsOptions: { ca: string | undefined } });
}
`;

function compile(examples: readonly Example[]): string {
  const reports = join(folder, "reports");
  mkdirSync(reports, { recursive: true });
  const place = mkdtempSync(join(reports, "examples-"));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const bodies = examples.map(({ name, code }, index) => {
    const body = code.replaceAll(/^import [^;]*;\n/gm, "");
    return `// ${name}\nexport async function example${index}(): Promise<void> {\n${body}\n}\n`;
  });
  writeFileSync(join(place, "examples.ts"), preamble + bodies.join(""));
  const compilerOptions = {
    noEmit: true,
    composite: false,
    isolatedDeclarations: false,
    declaration: false,
    declarationMap: false,
    noUnusedLocals: false,
    allowImportingTsExtensions: true,
    types: ["node"],
  };
  writeFileSync(
    join(place, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["examples.ts"] }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", place], { encoding: "utf8" }).stdout;
}

test("each example of the documentation is a program that compiles", () => {
  const examples = readExamples();
  expect(examples.length).toBeGreaterThanOrEqual(8);
  expect(compile(examples)).toBe("");
});

test("an example that is wrong is found", () => {
  expect(compile([{ name: "wrong", code: "await createEmulator({ colour: 1 });" }])).toContain("colour");
});
