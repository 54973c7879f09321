import { isError } from "../diagnostics/diagnostic.ts";
import type { World } from "../world.ts";
import type { Severity } from "./change.ts";
import { largest, outweighs } from "./change.ts";
import type { Changeset } from "./changeset.ts";
import { readChangesets } from "./changeset.ts";
import { compareSides } from "./compare-sides.ts";
import type { DiffCommand } from "./diff-command.ts";
import type { RunGit } from "./git.ts";
import { gitText } from "./git.ts";
import { readSide } from "./read-side.ts";

/** What the specs are compared with, and which changesets have to say what changed since. */
interface Base {
  readonly revision: string;
  /** For people: `the last release (@intunectl/graph-intune@0.1.0)`. */
  readonly name: string;
  readonly changesets: readonly Changeset[];
}

/**
 * `graph-codegen diff --check`: the pending changesets must ask for as big a step as the specs changed, since the last
 * release and since the branch left main. Where history does not say what these are, it says so and does not fail: a
 * shallow clone or an unpacked archive cannot know.
 */
export function checkChangesets(command: DiffCommand, world: World): number {
  const found = command.old === undefined ? findBases(command, world) : namedBase(command.old, world);
  if (typeof found === "string") {
    world.print(`not checked: ${found}`);
    return 0;
  }
  let failed = false;
  for (const { revision, name, changesets } of found) {
    if (!isReadable(world, `${revision}:${command.specs}`, command.specs)) {
      world.print(`not checked since ${name}: this generator cannot read the specs as they were then`);
      continue;
    }
    const compared = compareSides(world, `${revision}:${command.specs}`, command.specs, command.specs);
    if (compared === undefined) return 2;
    const said = largest(changesets.map(({ bumps }) => bumps.get(command.packageName) ?? "none"));
    const { verdict } = compared;
    if (!outweighs(verdict, said)) {
      world.print(`since ${name}: specs/ changed as ${verdict}, the changesets say ${said}`);
      continue;
    }
    failed = true;
    world.complain(describe(command, { name, verdict, said, changesets }));
    for (const { severity, code, message } of compared.changes)
      if (outweighs(severity, said)) world.complain(`  ${severity} ${code}  ${message}`);
  }
  return failed ? 1 : 0;
}

function isReadable(world: World, text: string, specs: string): boolean {
  const side = readSide(world, text, specs);
  return !("problem" in side) && !side.diagnostics.some(isError);
}

interface Understated {
  readonly name: string;
  readonly verdict: Severity | "none";
  readonly said: Severity | "none";
  readonly changesets: readonly Changeset[];
}

function describe(
  { packageName, specs }: DiffCommand,
  { name, verdict, said, changesets }: Understated,
): string {
  const file = changesets.find(({ bumps }) => bumps.has(packageName))?.file;
  const place = file === undefined ? `no changeset names ${packageName}` : `${file} says ${said}`;
  return [
    `${specs}/ changed as ${verdict} since ${name}, and ${place}`,
    `  run \`pnpm graph-codegen diff ${specs === "specs" ? "<base>" : `<base>:${specs}`} --changeset\`, or write ${verdict} in it yourself`,
  ].join("\n");
}

function namedBase(revision: string, world: World): readonly Base[] | string {
  const git = world.git ?? (() => undefined);
  if (
    gitText(git, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]) ===
    undefined
  )
    return `git knows no revision "${revision}" here`;
  return [{ revision, name: revision, changesets: since(world, git, revision) }];
}

function findBases({ packageName, specs }: DiffCommand, world: World): readonly Base[] | string {
  const { git } = world;
  if (git === undefined || gitText(git, ["rev-parse", "--git-dir"]) === undefined)
    return "this is no git checkout, so that nothing says what the last release was";
  const bases: Base[] = [];
  const release = findRelease(git, packageName);
  if (release !== undefined)
    bases.push({
      revision: release.commit,
      name: `the last release (${release.name})`,
      changesets: readChangesets(world),
    });
  const fork = findFork(git);
  if (fork !== undefined && fork !== release?.commit)
    bases.push({
      revision: fork,
      name: `the branch left main (${fork.slice(0, 7)})`,
      changesets: since(world, git, fork),
    });
  const usable = bases.filter(
    ({ revision }) => gitText(git, ["cat-file", "-e", `${revision}:./${specs}/surface.yaml`]) !== undefined,
  );
  if (usable.length > 0) return usable;
  return gitText(git, ["rev-parse", "--is-shallow-repository"]) === "true"
    ? "this is a shallow clone: neither the last release nor main is in it (fetch with `git fetch --unshallow --tags`)"
    : "history has neither a release of the package nor a branch main";
}

/** Changesets that are not in a revision, or that say something else there. */
function since(world: World, git: RunGit, revision: string): readonly Changeset[] {
  return readChangesets(world).filter(({ file }) => {
    const before = gitText(git, ["show", `${revision}:./${file}`]);
    return before === undefined || before !== world.readFile(file)?.replaceAll("\r\n", "\n").trimEnd();
  });
}

/** A state of the repository that was released, or is about to be. */
interface Release {
  readonly commit: string;
  readonly name: string;
}

/**
 * The tag of the last release that HEAD has, or the commit that wrote the package's version, whichever is later: between the
 * two the changesets are used up already, and the tag is not yet set.
 */
function findRelease(git: RunGit, packageName: string): Release | undefined {
  const [tagged, written] = [findTag(git, packageName), findVersion(git, packageName)];
  if (tagged === undefined || written === undefined) return tagged ?? written;
  const isLater =
    tagged.commit !== written.commit &&
    gitText(git, ["merge-base", "--is-ancestor", tagged.commit, written.commit]) !== undefined;
  return isLater ? written : tagged;
}

function findTag(git: RunGit, packageName: string): Release | undefined {
  const tag = gitText(git, ["describe", "--tags", "--abbrev=0", "--match", `${packageName}@*`]);
  const commit = tag === undefined ? undefined : gitText(git, ["rev-list", "-n1", tag]);
  return tag === undefined || commit === undefined ? undefined : { commit, name: tag };
}

function findVersion(git: RunGit, packageName: string): Release | undefined {
  const file = `libs/${packageName.slice(packageName.indexOf("/") + 1)}/package.json`;
  const commit = gitText(git, ["log", "-1", "--format=%H", "-G", `^  "version": `, "--", file]);
  if (commit === undefined || commit === "") return undefined;
  const version = /"version": "([^"]+)"/.exec(gitText(git, ["show", `${commit}:./${file}`]) ?? "")?.[1];
  // In a shallow clone the oldest commit seems to have written everything.
  const parents = gitText(git, ["rev-list", "--parents", "-n1", commit]) ?? "";
  const isCut = !parents.includes(" ") && gitText(git, ["rev-parse", "--is-shallow-repository"]) === "true";
  return isCut || version === undefined ? undefined : { commit, name: `${packageName}@${version}` };
}

/** Where HEAD left main, as far as this clone knows main. */
function findFork(git: RunGit): string | undefined {
  for (const branch of ["origin/main", "main"]) {
    const commit = gitText(git, ["merge-base", "HEAD", branch]);
    if (commit !== undefined && commit !== "") return commit;
  }
  return undefined;
}
