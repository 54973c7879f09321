import { parseArgs } from "node:util";
import type { DiffFormat } from "../diff/report.ts";

export const syncUsage: string = `usage: graph-codegen sync <checkout>... [options]    take the specs' pages and metadata from upstream

  <checkout>           a local checkout of the documentation (api-reference/beta/{api,resources}) or of
                       the metadata (schemas/beta-Prod.csdl); v1.0 where surface.yaml says so
  --dry-run            say what would be taken, write nothing
  --force              take a file although it was edited here and upstream changed it, too
  --output <format>    text, markdown or json: how the comparison is printed
  --no-changeset       do not write .changeset/<name>.md
  --package <name>     the package of the changeset; default: @intunectl/graph-intune
  --specs <folder>     default: specs

Pages are taken byte for byte. Fragments of metadata get the declarations that they have, as upstream declares them now,
and the types that come with them. OpenAPI fragments and overlays are written by hand and stay. sources.lock.json records
where each file came from.

exit codes: 0 taken, or nothing to take · 1 taken, and something is left for a person · 2 a checkout could not be read · 64 usage`;

/** What the command line asks for. */
export interface SyncCommand {
  readonly checkouts: readonly string[];
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly format: DiffFormat;
  readonly changeset: boolean;
  readonly packageName: string;
  readonly specs: string;
}

/** Reads the command line; throws an `Error` with a sentence for usage mistakes. */
export function parseSyncCommand(args: readonly string[]): SyncCommand | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      force: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      "no-changeset": { type: "boolean", default: false },
      output: { type: "string", default: "text" },
      package: { type: "string", default: "@intunectl/graph-intune" },
      specs: { type: "string", default: "specs" },
    },
  });
  if (values.help) return "help";
  if (positionals.length === 0) throw new Error("sync needs a checkout of the documentation or the metadata");
  const { output } = values;
  if (output !== "text" && output !== "markdown" && output !== "json")
    throw new Error(`--output is text, markdown or json, not "${output}"`);
  const toFolder = (path: string): string => path.replaceAll("\\", "/").replace(/(?<=.)\/$/, "");
  return {
    checkouts: positionals.map(toFolder),
    dryRun: values["dry-run"],
    force: values.force,
    format: output,
    changeset: !values["no-changeset"],
    packageName: values.package,
    specs: toFolder(values.specs),
  };
}
