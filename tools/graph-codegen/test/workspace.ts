import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createWorld } from "../src/world.ts";
import type { World } from "../src/world.ts";

/** The root of the workspace. */
export const root: string = resolve(import.meta.dirname, "../../..");

/** The real workspace, read only: what would be written or printed is dropped. */
export const workspace: World = {
  ...createWorld(
    root,
    () => {},
    () => {},
  ),
  writeFile: () => {
    throw new Error("a test may not write to the workspace");
  },
};

/** Where generated files are committed. */
export const out = "libs/graph-intune/src/generated";

/** The reference page that everything starts from. */
export const assignPage = "specs/graph/beta/api/intune-grouppolicy-grouppolicyconfiguration-assign.md";

/** Pages and metadata of Graph that are not part of this repository; tests that want them are skipped by name. */
export const corpus: string = process.env["INTUNECTL_CORPUS"] ?? resolve(root, "../shared/corpus");
export const hasCorpus: boolean = existsSync(corpus);
