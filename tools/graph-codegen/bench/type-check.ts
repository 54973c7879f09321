import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const options = {
  target: "es2022",
  lib: ["es2023", "dom"],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  types: [],
};

/** Type-checks a generated library as its strictest user would, with each compiler that is there. */
export function checkTypes(root: string, library: string, folder: string): readonly string[] {
  const core = join(root, "libs/graph-core/dist/index.d.ts");
  writeFileSync(join(library, "package.json"), `{ "type": "module" }`);
  const project = join(folder, "tsconfig.json");
  const compilerOptions = { ...options, paths: { "@intunectl/graph-core": [core] } };
  writeFileSync(project, JSON.stringify({ compilerOptions, include: [join(library, "*.ts")] }));
  const compilers = [
    { name: "TypeScript 7.0.2", path: join(root, "node_modules/typescript/bin/tsc") },
    {
      name: "TypeScript 5.9.3",
      path: join(root, "tools/graph-codegen/bench/node_modules/typescript/bin/tsc"),
    },
  ];
  return compilers.flatMap(({ name, path }) => {
    if (!existsSync(path) || !existsSync("/usr/bin/time")) return [];
    const args = ["-f", "cpu %U %S rss %M", process.execPath, path, "-p", project];
    const { stdout, stderr } = spawnSync("/usr/bin/time", args, { encoding: "utf8" });
    const [, user = "0", system = "0", memory = "0"] = /cpu ([\d.]+) ([\d.]+) rss (\d+)/.exec(stderr) ?? [];
    const errors = stdout.match(/error TS/g)?.length ?? 0;
    const cpu = (Number(user) + Number(system)).toFixed(1);
    return [
      `- G7 ${name}, strict, skipLibCheck off: ${errors} errors, ${cpu} s CPU, ${Math.round(Number(memory) / 1024)} MB`,
    ];
  });
}
