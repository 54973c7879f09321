import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median, toTable } from "./measure.ts";

const root = resolve(import.meta.dirname, "../../..");
const compilers: readonly (readonly [name: string, file: string])[] = [
  ["5.9", join(import.meta.dirname, "node_modules/typescript-5/bin/tsc")],
  ["6.0", join(import.meta.dirname, "node_modules/typescript-6/bin/tsc")],
  ["7.0", join(root, "node_modules/typescript/bin/tsc")],
];
const consumer = `import { createGraphClient, isGraphError, staticToken } from "@intunectl/graph-core";
import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";

const graph = createGraphClient({ credential: staticToken("token") });
try {
  await graph.send(assignGroupPolicyConfiguration, {
    groupPolicyConfigurationId: "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14",
    assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: "2a9f6c10" } }],
  });
} catch (error) {
  if (!isGraphError(error)) throw error;
}
`;

/** C8: what a program of ten lines costs the compiler, over an empty one, once with the libraries' own types checked too. */
export function measureTypes(rounds: number): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-core-types-"));
  try {
    mkdirSync(join(folder, "node_modules/@intunectl"), { recursive: true });
    for (const name of ["graph-core", "graph-intune"])
      symlinkSync(join(root, "libs", name), join(folder, "node_modules/@intunectl", name), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "empty.ts"), "export {};\n");
    writeFileSync(join(folder, "consumer.ts"), consumer);
    const compilerOptions = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      module: "nodenext",
      target: "es2024",
      lib: ["es2024", "dom", "dom.iterable"],
      types: [],
    };
    for (const name of ["empty", "consumer"])
      for (const skipLibCheck of [true, false])
        writeFileSync(
          join(folder, `${name}-${skipLibCheck}.json`),
          JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck }, files: [`${name}.ts`] }),
        );
    const cells = compilers.flatMap((compiler) => [true, false].map((skip) => [compiler, skip] as const));
    const rows = cells.map(([[name, file], skip]) => {
      const runs = { empty: new Array<Compiled>(), consumer: new Array<Compiled>() };
      for (let round = 0; round < rounds; round += 1)
        for (const program of ["empty", "consumer"] as const)
          runs[program].push(compile(file, folder, `${program}-${skip}.json`));
      const over = (kind: keyof Compiled): number =>
        median(runs.consumer.map((run) => run[kind])) - median(runs.empty.map((run) => run[kind]));
      return [name, skip ? "on" : "off", over("seconds").toFixed(2), over("instantiations"), over("files")];
    });
    return `## C8: type-checking a program of ten lines

Over an empty program; \`strict\`, libraries es2024 and dom, no \`@types/node\`, no error. Seconds as the
compiler tells them, median; noise about 0.1 (wanted: at most 0.1 s with 6, 0.02 s with 7, 50 instantiations).

${toTable(["TypeScript", "skipLibCheck", "s", "instantiations", "files"], rows)}
`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Compiled {
  readonly seconds: number;
  readonly instantiations: number;
  readonly files: number;
}

function compile(compiler: string, cwd: string, project: string): Compiled {
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", project, "--extendedDiagnostics"], {
    cwd,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stdout);
  const read = (label: string): number =>
    Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  return { seconds: read("Total time"), instantiations: read("Instantiations"), files: read("Files") };
}
