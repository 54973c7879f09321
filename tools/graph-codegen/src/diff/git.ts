import type { World } from "../world.ts";

/** Git's answer to one command. */
export interface GitAnswer {
  readonly status: number;
  /** Bytes, because sizes in them are counted in bytes. */
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** Runs git in the working folder; undefined when there is no git. */
export type RunGit = (args: readonly string[], input?: string) => GitAnswer | undefined;

/** Text of a command that must succeed; undefined when it did not. */
export function gitText(git: RunGit, args: readonly string[]): string | undefined {
  const answer = git(args);
  return answer === undefined || answer.status !== 0
    ? undefined
    : new TextDecoder().decode(answer.stdout).trimEnd();
}

/** The files of a revision as a world that can only be read; undefined when there is no such revision. */
export function worldAt(world: World, git: RunGit, revision: string, path: string): World | undefined {
  const commit = gitText(git, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  if (commit === undefined) return undefined;
  // Paths are the working folder's, which need not be the repository's root.
  const listed = gitText(git, ["ls-tree", "-r", "-z", "--name-only", commit, "--", path]) ?? "";
  const names = listed.split("\0").filter((name) => name !== "");
  const texts = readBlobs(git, commit, names);
  // The times of the files on disk say nothing of these.
  const { stamps: _, settle: __, ...rest } = world;
  return {
    ...rest,
    readFile: (file) => texts.get(file),
    listFiles: (folder) =>
      [...texts.keys()]
        .filter((name) => name.startsWith(`${folder}/`))
        .map((name) => name.slice(folder.length + 1))
        .toSorted(),
    writeFile: (file) => {
      throw new Error(`${revision}:${file} is history and cannot be written`);
    },
    removeFile: (file) => {
      throw new Error(`${revision}:${file} is history and cannot be removed`);
    },
  };
}

/** All files in one process: one for each of some thousand pages takes a minute. */
function readBlobs(git: RunGit, commit: string, names: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (names.length === 0) return texts;
  const answer = git(["cat-file", "--batch"], names.map((name) => `${commit}:./${name}\n`).join(""));
  if (answer === undefined || answer.status !== 0) return texts;
  const decoder = new TextDecoder();
  let at = 0;
  for (const name of names) {
    const end = answer.stdout.indexOf(10, at);
    const size = /^\S+ blob (\d+)$/.exec(decoder.decode(answer.stdout.subarray(at, end)))?.[1];
    at = end + 1;
    if (size === undefined) continue;
    texts.set(name, decoder.decode(answer.stdout.subarray(at, at + Number(size))));
    at += Number(size) + 1;
  }
  return texts;
}
