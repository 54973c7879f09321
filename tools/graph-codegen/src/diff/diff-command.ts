import { parseArgs } from "node:util";
import type { DiffFormat } from "./report.ts";
import type { Severity } from "./change.ts";

export const diffUsage: string = `usage: graph-codegen diff <old> [<new>] [options]    what changed, and whether it breaks a consumer
       graph-codegen diff <first> <second> <third>…   the same step by step, as a history
       graph-codegen diff --check [<base>]            do the changesets say as much as specs/ changed?

  <old>, <new>         a specs folder, metadata (.csdl, .xml) or a folder of it, a page (.md) or a
                       folder of them, or a git revision of one: main, v1.2.0:specs, HEAD~1:a.csdl
                       <new> is the specs folder when it is left out
  --output <format>    text, markdown, json or sarif
  --fail-on <verdict>  exit 1 when the verdict is this or more: major, minor or patch
  --changeset          write .changeset/<name>.md with the verdict and a changelog
  --package <name>     the package of the changeset; default: @intunectl/graph-intune
  --check              compare the pending changesets with the verdict since the last release and
                       since the branch left main; exit 1 when they say less
  --specs <folder>     default: specs
  --verbose            every change with its lines

exit codes: 0 compared · 1 --fail-on or --check found it so · 2 a side could not be read · 64 usage`;

/** What the command line asks for. */
export interface DiffCommand {
  readonly old: string | undefined;
  readonly new: string | undefined;
  /** Further steps of a history. */
  readonly further: readonly string[];
  readonly format: DiffFormat;
  readonly failOn: Severity | undefined;
  readonly changeset: boolean;
  readonly check: boolean;
  readonly packageName: string;
  readonly specs: string;
  readonly verbose: boolean;
}

/** Reads the command line; throws an `Error` with a sentence for usage mistakes. */
export function parseDiffCommand(args: readonly string[]): DiffCommand | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      // Metadata is always compared whole; the word is taken for those who know it from `generate`.
      all: { type: "boolean", default: false },
      changeset: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      "fail-on": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
      output: { type: "string", default: "text" },
      package: { type: "string", default: "@intunectl/graph-intune" },
      specs: { type: "string", default: "specs" },
      verbose: { type: "boolean", short: "v", default: false },
    },
  });
  if (values.help) return "help";
  const [old, now, ...further] = positionals;
  if (old === undefined && !values.check) throw new Error("diff needs to know what to compare with: <old>");
  if (values.check && (now !== undefined || values.changeset))
    throw new Error("--check compares the specs folder with one base, and writes nothing");
  const format = oneOf<DiffFormat>(values.output, ["text", "markdown", "json", "sarif"], "--output");
  if (further.length > 0 && (values.changeset || format === "json" || format === "sarif"))
    throw new Error("a history is printed as text or markdown, and makes no changeset");
  return {
    old,
    new: now,
    further,
    format,
    failOn:
      values["fail-on"] === undefined
        ? undefined
        : oneOf<Severity>(values["fail-on"], ["major", "minor", "patch"], "--fail-on"),
    changeset: values.changeset,
    check: values.check,
    packageName: values.package,
    specs: values.specs.replaceAll("\\", "/").replace(/\/$/, ""),
    verbose: values.verbose,
  };
}

function oneOf<T extends string>(value: string, known: readonly T[], option: string): T {
  const found = known.find((each) => each === value);
  if (found === undefined)
    throw new Error(`${option} is ${known.slice(0, -1).join(", ")} or ${known.at(-1) ?? ""}, not "${value}"`);
  return found;
}
