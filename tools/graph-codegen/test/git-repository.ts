import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A git repository of a test, in a temporary folder. */
export interface Repository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  readonly commit: (message: string) => void;
}

/** Makes a repository in a folder that exists; nothing of the machine's own settings has a say in it. */
export function createRepository(folder: string): Repository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Contoso", "-c", "user.email=dev@contoso.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_DATE: "2026-10-01T00:00:00Z",
        GIT_COMMITTER_DATE: "2026-10-01T00:00:00Z",
      },
    });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    git,
    write,
    read,
    edit: (path, from, to) => {
      const text = read(path);
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`there is no ${String(from)} in ${path}`);
      write(path, changed);
    },
    commit: (message) => {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
    },
  };
}
