import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import type { SourceText } from "../src/model/source-text.ts";
import { createSourceText } from "../src/model/source-text.ts";
import { readAnyPage } from "../src/read/any-page.ts";
import { readCsdl } from "../src/read/csdl.ts";
import { readLock } from "../src/read/lock.ts";
import { readOpenApi } from "../src/read/openapi.ts";
import { readOverlays } from "../src/read/overlay.ts";
import { readSurface } from "../src/read/surface.ts";
import { createWorld } from "../src/world.ts";
import { createFixture } from "./fixture-world.ts";
import { corpus, hasCorpus, workspace } from "./workspace.ts";

/** `FUZZ_CASES=1000000` for a longer run, `FUZZ_SEED` for another one. */
const cases = Number(process.env["FUZZ_CASES"] ?? 20_000);
const seed = Number(process.env["FUZZ_SEED"] ?? 20190122);

type Read = (source: SourceText) => { readonly diagnostics: readonly Diagnostic[] };

function readerOf(path: string): Read | undefined {
  if (path.endsWith(".md")) return path.includes("README") ? undefined : readAnyPage;
  if (/\.(xml|csdl)$/.test(path)) return readCsdl;
  if (path.endsWith("lock.json")) return readLock;
  if (path.endsWith("surface.yaml")) return readSurface;
  if (path.includes("/overlays/")) return readOverlays;
  return path.endsWith(".yaml") ? readOpenApi : undefined;
}

function seeds(): readonly (readonly [path: string, text: string, read: Read])[] {
  const files = [...createFixture().files].filter(([path]) => path.startsWith("specs/"));
  for (const name of workspace.listFiles("specs"))
    files.push([`specs/${name}`, workspace.readFile(`specs/${name}`) ?? ""]);
  if (hasCorpus) {
    const names = createWorld(
      corpus,
      () => {},
      () => {},
    ).listFiles("docs");
    for (const name of names.filter((_, index) => index % 20 === 0))
      files.push([`docs/${name}`, readFileSync(join(corpus, "docs", name), "utf8")]);
  }
  return files.flatMap(([path, text]) => {
    const read = readerOf(path);
    // A long file costs much and says nothing that a short one does not.
    return read === undefined || text.length > 12_000 ? [] : [[path, text, read] as const];
  });
}

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const inserts: readonly string[] = [
  ..."|`#<>[]{}()\"'\\:-*&!%@,\t\r\u0000\u00A0\u2028\uFEFF\uD800".split(""),
  "```",
  "\n```\n",
  "\n---\n",
  "|---|---|",
  "\n## Request body\n",
  "<!--",
  "-->",
  "*/",
  "${",
  "__proto__",
  "constructor",
  "<!DOCTYPE a>",
  "<![CDATA[",
  "&lt;",
  "&x;",
  "&a *a",
  "[".repeat(500),
  "<a>".repeat(200),
  "../../",
  "[!INCLUDE [permissions](../permissions.md)]",
  "999999999999999999999",
];

function mutate(text: string, random: () => number): string {
  const below = (end: number): number => Math.floor(random() * end);
  let result = text;
  for (let count = 1 + below(4); count > 0; count -= 1) {
    const start = below(result.length + 1);
    const end = Math.min(result.length, start + below(random() < 0.5 ? 8 : 400));
    const kind = below(5);
    const piece = result.slice(start, end);
    if (kind === 0) result = result.slice(0, start) + result.slice(end);
    else if (kind === 1) result = result.slice(0, start) + piece + piece + result.slice(end);
    else if (kind === 2) result = result.slice(0, start);
    else if (kind === 3) {
      const target = below(result.length + 1);
      result = result.slice(0, target) + piece + result.slice(target);
    } else result = result.slice(0, start) + (inserts[below(inserts.length)] ?? "") + result.slice(start);
  }
  return result;
}

test(`${cases} damaged sources are read or refused with a place in them, and none makes a reader fail`, () => {
  const random = createRandom(seed);
  const files = seeds();
  for (let index = 0; index < cases; index += 1) {
    const [path, text, read] = files[index % files.length] ?? ["", "", readAnyPage];
    const damaged = mutate(text, random);
    const source = createSourceText(path, damaged);
    const start = process.cpuUsage();
    let found: readonly Diagnostic[];
    try {
      found = read(source).diagnostics;
    } catch (cause) {
      throw new Error(`case ${index} (seed ${seed}) of ${path}:\n${damaged}`, { cause });
    }
    // Ten seconds of CPU for a page are a hang, on any machine.
    expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
    for (const { origins, code } of found) {
      const [origin] = origins;
      if (
        origin?.file !== path ||
        !(origin.line >= 1 && origin.line <= source.lineStarts.length && origin.column >= 1)
      )
        throw new Error(`case ${index} (seed ${seed}) of ${path}: ${code} has no place in the file`);
    }
  }
}, 3_600_000);
