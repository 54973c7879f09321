import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readOutput, runStep } from "../run.ts";
import type { Registry } from "./registry.ts";

/** The oldest TypeScript that knows what the published types use (`NoInfer`), the newest, and those between that are in use. */
export const compilers: readonly string[] = ["5.4.5", "5.9.3", "6.0.3", "7.0.2"];

/** The emulator's types are those of a Node program. No single version of them pleases the oldest compiler and the newest. */
const nodeTypes = (compiler: string): string => `@types/node@${compiler === "5.4.5" ? "22.10.2" : "24.19.2"}`;

const libraries = ["assignments", "graph-core", "graph-emulator", "graph-intune"].map(
  (name) => `@intunectl/${name}`,
);

/** What somebody writes who has just installed the packages. */
const program = `import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { createEmulator } from "@intunectl/graph-emulator";
import { assignGroupPolicyConfiguration, listGroupPolicyConfigurations, listGroups } from "@intunectl/graph-intune";
import type { GroupPolicyConfiguration } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";

function age(configuration: GroupPolicyConfiguration): number {
  return Date.now() - Date.parse(configuration.createdDateTime);
}

const emulator = await createEmulator();
try {
  const credential = staticToken(emulator.token({ scopes: ["DeviceManagementConfiguration.ReadWrite.All", "Group.Read.All"] }));
  const graph = createGraphClient({ credential, baseUrl: emulator.url });
  const [group] = (await graph.send(listGroups, { $top: 1 })).value;
  const [configuration] = (await graph.send(listGroupPolicyConfigurations, {})).value;
  if (group === undefined || configuration === undefined) throw new Error("the demo tenant is empty");
  if (!(age(configuration) > 0)) throw new Error("made in the future");
  await graph.send(assignGroupPolicyConfiguration, {
    groupPolicyConfigurationId: configuration.id,
    assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: group.id } }],
  });
  console.log(\`assigned \${configuration.displayName} to \${group.displayName}, by \${Object.keys(model.operations).length} operations\`);
} finally {
  await emulator.close();
}
`;

/** A project with nothing in it but our packages. */
export interface Consumer {
  readonly folder: string;
  readonly install: (version: string) => void;
  readonly runProgram: () => string;
  /** What a compiler complains of; empty when nothing. */
  readonly typeCheck: (compiler: string) => string;
  readonly env: Readonly<Record<string, string>>;
}

export function createConsumer(folder: string, manager: "npm" | "pnpm", registry: Registry): Consumer {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "contoso-policies", private: true, type: "module" }),
  );
  // What was published a minute ago is what is to be tried here.
  writeFileSync(join(folder, "pnpm-workspace.yaml"), "packages: []\nminimumReleaseAge: 0\n");
  writeFileSync(join(folder, "main.ts"), program);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        target: "es2022",
        module: "nodenext",
        lib: ["es2022", "dom", "dom.iterable"],
        types: ["node"],
      },
      files: ["main.ts"],
    }),
  );
  const { env } = registry;
  const options = { cwd: folder, env };
  const add = (...names: readonly string[]): void =>
    runStep(
      `${manager} installs ${names.join(" ")}`,
      manager === "npm"
        ? ["npm", "install", "--no-audit", "--no-fund", "--save-prefix=^", ...names]
        : ["pnpm", "add", ...names],
      options,
    );
  const installed = new Set<string>();
  return {
    folder,
    env,
    install: (version) => add(...libraries.map((name) => `${name}@${version}`), "@intunectl/cli@latest"),
    runProgram: () => readOutput([process.execPath, "main.ts"], options),
    typeCheck: (compiler) => {
      const alias = `typescript-${compiler}`;
      if (!installed.has(alias)) add(`${alias}@npm:typescript@${compiler}`, nodeTypes(compiler));
      installed.add(alias);
      try {
        readOutput(
          [
            process.execPath,
            join(folder, "node_modules", alias, compiler.startsWith("7") ? "bin/tsc" : "lib/tsc.js"),
            "-p",
            ".",
          ],
          options,
        );
        return "";
      } catch (cause) {
        return cause instanceof Error ? cause.message : String(cause);
      }
    },
  };
}
