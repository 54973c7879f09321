import { resolve } from "node:path";
import { runApi } from "./api/run-api.ts";
import { runCheck, writeLicenses } from "./check/run-check.ts";
import { rehearse } from "./rehearse/rehearse.ts";
import { release } from "./release.ts";

const usage = `usage: release api [--check]   each package's surface as api.txt, from its built declarations
       release check           what would be published, held against the rules; build first
       release licenses        the licenses of what is installed with our packages, as LICENSES.md
       release release         build, check, version and publish; --dry-run stops before publishing
       release rehearse        two releases and their consumers, against a registry on this machine`;

const root = resolve(import.meta.dirname, "../../..");
const [command, ...options] = process.argv.slice(2);
try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  switch (command) {
    case "api":
      return tell(
        runApi(root, options.includes("--check")),
        options.includes("--check") ? "is stale:" : "wrote",
      );
    case "check":
      return tell(await runCheck(root), "");
    case "licenses":
      writeLicenses(root);
      return 0;
    case "release":
      return await release(root, { isDryRun: options.includes("--dry-run") });
    case "rehearse":
      return await rehearse(root);
    default:
      process.stderr.write(`${usage}\n`);
      return 64;
  }
}

function tell(lines: readonly string[], what: string): number {
  for (const line of lines) process.stdout.write(`${what} ${line}\n`.trimStart());
  return lines.length > 0 && what !== "wrote" ? 1 : 0;
}
