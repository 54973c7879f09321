import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { start } from "../src/start.ts";
import { createWorld } from "../src/world.ts";

const fixture = join(import.meta.dirname, "fixture");
const page = "specs/graph/beta/api/scriptpolicy-assign.md";
const out = "libs/graph-intune/src/generated";
const folders: string[] = [];

/** A workspace on disk with its own copy of the specs, as a package manager leaves it. */
function createWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-codegen-"));
  folders.push(folder);
  const disk = createWorld(
    fixture,
    () => {},
    () => {},
  );
  for (const name of disk.listFiles(".")) {
    const path = join(folder, "specs", name);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(fixture, name), path);
  }
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "node_modules/.modules.yaml"), "");
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly text: string;
}

async function generate(folder: string, ...args: readonly string[]): Promise<Ran> {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  const code = await start(["generate", ...args], folder, {
    print: say,
    complain: say,
    onInterrupt: () => {},
  });
  return { code, text: lines.join("\n") };
}

/** Twice, because the first run writes the lock beside the sources. */
async function settle(folder: string): Promise<void> {
  await generate(folder);
  await generate(folder);
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error("nothing changed");
  writeFileSync(path, after);
}

test("an unchanged workspace is known by its stamps, and says what a whole run says", async () => {
  const folder = createWorkspace();
  await settle(folder);
  // Proof that nothing is read: a file that the run would choke on, under the stamps of the one that it knows.
  const record = join(folder, "node_modules/.cache/graph-codegen");
  const [name] = createWorld(
    record,
    () => {},
    () => {},
  ).listFiles(".");
  edit(join(record, name ?? ""), (text) => text.replace(/"text":"[^"]*"/, `"text":"from the record"`));
  expect(await generate(folder)).toEqual({ code: 0, text: "from the record" });
  expect(await generate(folder, "--check")).toEqual({ code: 0, text: "from the record" });
});

test.each<[what: string, change: (folder: string) => void, want: RegExp]>([
  [
    "a changed source",
    (folder) =>
      edit(join(folder, page), (text) => text.replace("Not yet documented|", "Who gets the script|")),
    /stale {2}\S+assign-script-policy\.ts/,
  ],
  [
    "a new source",
    (folder) => writeFileSync(join(folder, "specs/graph/beta/csdl/more.xml"), "<x/>"),
    /xml-shape/,
  ],
  ["a source that is gone", (folder) => rmSync(join(folder, page)), /file-missing/],
  [
    "a changed output",
    (folder) => edit(join(folder, out, "index.ts"), (text) => `${text}\n`),
    /stale {2}\S+index\.ts/,
  ],
  ["an output that is gone", (folder) => rmSync(join(folder, out, "index.ts")), /index\.ts {2}\(missing\)/],
  ["a file too many", (folder) => writeFileSync(join(folder, out, "mine.ts"), ""), /mine\.ts {2}\(surplus\)/],
  [
    "an edit of the same length whose author set the time back",
    (folder) => {
      const path = join(folder, out, "index.ts");
      const { atime, mtime } = statSync(path);
      edit(path, (text) => text.replace("generated", "Generated"));
      utimesSync(path, atime, mtime);
    },
    /stale {2}\S+index\.ts/,
  ],
])("%s is seen", async (_, change, want) => {
  const folder = createWorkspace();
  await settle(folder);
  expect(await generate(folder, "--check")).toMatchObject({ code: 0 });
  change(folder);
  const { code, text } = await generate(folder, "--check");
  expect(code).toBe(1);
  expect(text).toMatch(want);
});

test("a record that somebody damaged is no record", async () => {
  const folder = createWorkspace();
  await settle(folder);
  const record = join(folder, "node_modules/.cache/graph-codegen");
  for (const name of createWorld(
    record,
    () => {},
    () => {},
  ).listFiles("."))
    writeFileSync(join(record, name), `{"format":1,"key":7`);
  expect((await generate(folder, "--check")).text).toContain("files are what specs/ makes");
});

test("a run that complains is not recorded: it complains again", async () => {
  const folder = createWorkspace();
  await settle(folder);
  edit(join(folder, page), (text) =>
    text.replace(
      "scriptPolicies/{scriptPolicyId}/assign\n",
      (line) => `${line}POST /groups/{groupId}/policies/{scriptPolicyId}/assign\n`,
    ),
  );
  await generate(folder);
  for (const _ of [1, 2]) expect((await generate(folder)).text).toContain("several-urls");
});

test("after a change of one source only the files that it makes are written", async () => {
  const folder = createWorkspace();
  await settle(folder);
  edit(join(folder, page), (text) => text.replace("Not yet documented|", "Who gets the script|"));
  const { text } = await generate(folder);
  const written = [...text.matchAll(/^wrote\s+(\S+)/gm)].map(([, path]) => path?.split("/").at(-1) ?? "");
  expect(written.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    "assign-script-policy.ts",
    "manifest.json",
    "openapi.yaml",
    "sources.lock.json",
  ]);
});

test("a watch generates after each change, and ends when it is told to", async () => {
  const folder = createWorkspace();
  await settle(folder);
  const lines: string[] = [];
  let interrupt = (): void => {};
  const running = start(["generate", "--watch"], folder, {
    print: (text) => void lines.push(text),
    complain: (text) => void lines.push(text),
    onInterrupt: (listener) => {
      interrupt = listener;
    },
  });
  const said = async (pattern: RegExp): Promise<void> =>
    expect.poll(() => lines.join("\n"), { timeout: 20_000 }).toMatch(pattern);
  await said(/done in \d+ ms; watching/);
  edit(join(folder, page), (text) => text.replace("Not yet documented|", "Who gets the script|"));
  await said(/wrote\s+\S+assign-script-policy\.ts/);
  expect(readFileSync(join(folder, out, "assign-script-policy.ts"), "utf8")).toContain("Who gets the script");
  edit(join(folder, page), (text) => text.replace("## HTTP Request", "## Http"));
  await said(/page-section-missing[\s\S]*failed in \d+ ms/);
  interrupt();
  expect(await running).toBe(0);
});
