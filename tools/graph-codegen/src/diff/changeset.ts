import { createHash } from "node:crypto";
import type { World } from "../world.ts";
import { toChangelog } from "./changelog.ts";
import type { Severity } from "./change.ts";
import type { Compared } from "./compared.ts";

/** Where changesets wait for the next release. */
export const changesetFolder = ".changeset";

/** A changeset: what each package becomes, and what its changelog says. */
export interface Changeset {
  readonly file: string;
  readonly bumps: ReadonlyMap<string, Severity>;
}

/**
 * Writes the changeset of a comparison; a person may edit it, and the check then holds the bump against the verdict.
 * The file is named after what changed, so that doing it again replaces it.
 */
export function writeChangeset(world: World, compared: Compared, packageName: string): void {
  if (compared.verdict === "none") {
    world.complain("nothing changed: no changeset was written");
    return;
  }
  const file = `${changesetFolder}/graph-${fingerprint(compared)}.md`;
  world.writeFile(
    file,
    `---\n${JSON.stringify(packageName)}: ${compared.verdict}\n---\n\n${toChangelog(compared)}\n`,
  );
  world.complain(`wrote ${file}: ${packageName} ${compared.verdict}`);
}

function fingerprint({ changes }: Compared): string {
  const text = changes
    .map(({ code, subject, before, after }) => [code, subject, before, after].join("\0"))
    .join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** The changesets of a folder. What is not one, such as a README, is passed by. */
export function readChangesets(world: World): readonly Changeset[] {
  return world
    .listFiles(changesetFolder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) =>
      readChangeset(`${changesetFolder}/${name}`, world.readFile(`${changesetFolder}/${name}`) ?? ""),
    );
}

function readChangeset(file: string, text: string): Changeset {
  const head = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
  const bumps = new Map<string, Severity>();
  for (const [, name = "", bump = ""] of head.matchAll(/^["']?([^"'\n:]+)["']?:\s*["']?(\w+)["']?\s*$/gm))
    if (bump === "major" || bump === "minor" || bump === "patch") bumps.set(name, bump);
  return { file, bumps };
}
