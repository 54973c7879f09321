import { resolve } from "node:path";
import { run } from "../src/run.ts";
import { createWorld } from "../src/world.ts";
import { createMemoryWorld } from "./memory-world.ts";
import type { MemoryWorld } from "./memory-world.ts";

const folder = resolve(import.meta.dirname, "fixture");
const disk = createWorld(
  folder,
  () => {},
  () => {},
);
const sources = disk.listFiles(".").map((name) => [`specs/${name}`, disk.readFile(name) ?? ""] as const);

export const out = "libs/graph-intune/src/generated";
export const page = "specs/graph/beta/api/scriptpolicy-assign.md";
export const csdl = "specs/graph/beta/csdl/scripting.xml";
export const openapi = "specs/graph/beta/openapi/scripting.yaml";
export const overlay = "specs/graph/beta/overlays/scripting.yaml";
export const surface = "specs/surface.yaml";

/** Small specs of our own, generated once; then with some files changed. */
export function createFixture(changes: Readonly<Record<string, (text: string) => string>> = {}): MemoryWorld {
  const world = createMemoryWorld(sources);
  run(["generate"], world);
  world.printed.length = 0;
  world.complaints.length = 0;
  for (const [path, change] of Object.entries(changes))
    world.files.set(path, change(world.files.get(path) ?? ""));
  return world;
}

/** Replaces a text that must be there: a test whose change finds nothing to change would pass for nothing. */
export function swap(from: string | RegExp, to: string | (() => string)): (text: string) => string {
  return (text) => {
    const changed = typeof to === "string" ? text.replace(from, to) : text.replace(from, to);
    if (changed === text) throw new Error(`there is no ${String(from)} to replace`);
    return changed;
  };
}

/** Adds a file. */
export function put(text: string): () => string {
  return () => text;
}

/** A place, given by what stands there: `specs/…/page.md:14:37`. */
export type Place = (world: MemoryWorld) => string;

/** The place of a text in a file as it is in the world; `atLine` where only the line is promised. */
export function at(path: string, text: string): Place {
  return (world) => {
    const file = world.files.get(path) ?? "";
    const offset = file.indexOf(text);
    if (offset === -1) throw new Error(`there is no ${text} in ${path}`);
    const before = file.slice(0, offset).split("\n");
    return `${path}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
  };
}

export function atLine(path: string, text: string): Place {
  return (world) => at(path, text)(world).replace(/\d+$/, "");
}
