import { appendFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PeerInputs } from "./inputs.ts";
import { makePeerInputs } from "./inputs.ts";
import type { Case } from "./measure.ts";

interface Setting {
  readonly root: string;
  /** Metadata and pages of Graph, which are not part of the repository. */
  readonly csdl: string;
  readonly docs: string;
  readonly folder: string;
}

interface Gathered {
  readonly own: readonly Case[];
  /** Given where our whole library was written, for the floor to write as much. */
  readonly peers: (like: string) => readonly Case[];
  readonly skipped: readonly string[];
}

/** What is measured, as far as its inputs and programs are there. */
export function gatherCases(setting: Setting): Gathered {
  const { root, csdl, docs, folder } = setting;
  const generator = join(root, "tools/graph-codegen/dist/main.js");
  const empty: Case = { name: "an empty Node start", args: ["--eval", "0"] };
  const fresh = ["generate", "--without-overlays", "--verbose"];
  const own: Case[] = [
    empty,
    { name: "G6 this repository's specs, from nothing", args: [generator, ...fresh, "--out", "{out}"] },
    { name: "this repository's specs, nothing changed", args: [generator, "generate", "--check"] },
  ];
  if (!existsSync(csdl))
    return {
      own,
      peers: () => [],
      skipped: ["all that reads Graph's metadata: INTUNECTL_CORPUS names no folder of it"],
    };
  const all = ["generate", "--all", "--csdl", csdl];
  const pages = join(folder, "pages");
  // The corpus holds a quarter of Intune's pages; four copies are as many as there are.
  for (const copy of ["a", "b", "c", "d"]) cpSync(docs, join(pages, copy), { recursive: true });
  const withPages = [...all, "--docs", pages];
  const still = join(folder, "still");
  const page = join(pages, "a/v1.0/api/intune-apps-mobileapp-get.md");
  return {
    own: [
      ...own,
      { name: "G1 all of v1.0's metadata, from nothing", args: [generator, ...all, "--out", "{out}"] },
      {
        name: "G2 and what is made, read, changed and deleted on 15,000 paths",
        args: [generator, ...all, "--paths", "--out", "{out}"],
      },
      {
        name: "G3 all of v1.0 and 5,700 pages, from nothing",
        args: [generator, ...withPages, "--out", "{out}"],
      },
      { name: "G4 the same, --check, nothing changed", args: [generator, ...withPages, "--out", still] },
      {
        name: "G5 the same, one page changed",
        args: [generator, ...withPages, "--out", still],
        prepare: () => appendFileSync(page, "\n"),
      },
    ],
    ...fieldOf(setting),
  };
}

function fieldOf({ root, csdl, folder }: Setting): Pick<Gathered, "peers" | "skipped"> {
  const bench = join(root, "tools/graph-codegen/bench");
  const modules = join(bench, "node_modules");
  if (!existsSync(modules)) return { peers: () => [], skipped: ["peers: `pnpm bench` installs them"] };
  const inputs = makePeerInputs(csdl, bench, join(folder, "inputs"));
  const jar = join(root, ".openapi-generator/7.25.0.jar");
  const hasJava = existsSync(jar) && existsSync("/usr/bin/time");
  return {
    peers: (like) => [
      { name: "the floor: read, a bare saxes pass", args: [join(bench, "floor.mjs"), csdl] },
      {
        name: "the floor: and write as many bytes to as many files",
        args: [join(bench, "floor.mjs"), csdl, like, "{out}"],
      },
      ...openApiPeers(modules, inputs),
      odata2ts(modules, inputs, folder),
      ...(hasJava ? [openApiGenerator(jar, inputs)] : []),
    ],
    skipped: hasJava
      ? []
      : ["OpenAPI Generator: it needs Java, GNU time and the jar of `pnpm openapi-client fetch`"],
  };
}

function openApiPeers(modules: string, { openapi }: PeerInputs): readonly Case[] {
  return [
    {
      name: "openapi-typescript 7.13.0",
      args: [join(modules, "openapi-typescript/bin/cli.js"), openapi, "-o", "{out}/schema.ts"],
    },
    {
      name: "hey-api 0.99.0",
      // It works in a process of its own, which GNU time counts and the report from inside does not.
      program: process.execPath,
      args: words(
        join(modules, "@hey-api/openapi-ts/bin/run.js"),
        `-i ${openapi} -o {out} -c @hey-api/client-fetch --silent`,
      ),
    },
    {
      name: "orval 8.38.0",
      args: words(
        join(modules, "orval/dist/bin/orval.mjs"),
        `--input ${openapi} --output {out}/api.ts --client fetch --mode tags-split`,
      ),
    },
  ];
}

/** In its own folder with its own settings: its default, one file of everything, does not end in minutes. */
function odata2ts(modules: string, { csdl }: PeerInputs, folder: string): Case {
  const cwd = join(folder, "odata2ts");
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "tsconfig.json"), `{ "compilerOptions": { "target": "es2022" } }`);
  writeFileSync(join(cwd, "odata2ts.config.js"), "module.exports = { bundledFileGeneration: false };\n");
  return {
    name: "odata2ts 0.34.0, types alone",
    cwd,
    args: words(join(modules, "@odata2ts/odata2ts/lib/run-cli.js"), `-s ${csdl} -o {out} -m models -e ts -r`),
  };
}

function openApiGenerator(jar: string, { openapi }: PeerInputs): Case {
  return {
    name: "OpenAPI Generator 7.25.0, typescript-fetch",
    program: "java",
    runs: 0,
    args: [
      "-jar",
      jar,
      "generate",
      "-g",
      "typescript-fetch",
      "-i",
      openapi,
      "-o",
      "{out}",
      "--skip-validate-spec",
    ],
  };
}

/** A program and its arguments, as a person would type them; temporary folders have no spaces in their names here. */
function words(program: string, rest: string): readonly string[] {
  return [program, ...rest.split(" ")];
}
