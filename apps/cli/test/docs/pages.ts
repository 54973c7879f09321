import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandDefinitions } from "../../src/definitions/index.ts";
import { toCommandPage, toIndexPage, toPageName } from "./command-page.ts";
import { joinPage, splitPage } from "./console-blocks.ts";
import { sessions } from "./sessions.ts";

/** The root of the repository. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where a command's page is. */
export const commandFolder: string = join(root, "docs/commands");

/** The pages that the definitions make, by name, with nothing printed in them yet. */
export const commandPages: ReadonlyMap<string, string> = new Map([
  ["README.md", toIndexPage()],
  ...commandDefinitions.map(
    (definition) =>
      [toPageName(definition), toCommandPage(definition, sessions[definition.name] ?? [])] as const,
  ),
]);

/** The same page with nothing printed, to compare what a person or a definition wrote. */
export function withoutOutput(page: string): string {
  const parts = splitPage(page).map((part) =>
    part.kind === "text"
      ? part
      : { ...part, steps: part.steps.map(({ command }) => ({ command, output: "" })) },
  );
  return joinPage(parts);
}

/** Every page whose console blocks are typed, from the root on. */
export async function listPages(): Promise<readonly string[]> {
  const names = await readdir(join(root, "docs"), { recursive: true });
  const pages = names
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`);
  return [...pages.toSorted(), "apps/cli/README.md"];
}

/** A page's text, from the root on. */
export async function readPage(name: string): Promise<string> {
  return (await readFile(join(root, name), "utf8")).replaceAll("\r\n", "\n");
}
