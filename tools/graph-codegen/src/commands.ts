import { parseArgs } from "node:util";
import type { ReportFormat } from "./diagnostics/report.ts";

export const defaultOut = "libs/graph-intune/src/generated";

export const usage: string = `usage: graph-codegen generate [options]       specs -> generated library
       graph-codegen generate --all --csdl <file> [--docs <folder>] --out <folder>
                                              everything that a CSDL declares, with what pages say of it
       graph-codegen lint [options]           what is wrong with the specs, and nothing else
       graph-codegen lint --docs <folder> --csdl <file>
                                              where pages and metadata disagree
       graph-codegen explain <symbol>         where each fact of it comes from
       graph-codegen diff <old> [<new>]       what changed, and whether it breaks a consumer (--help)
       graph-codegen sync <checkout>...       take the specs' pages and metadata from upstream (--help)

  --check              compare with what is on disk, write nothing; exit 1 when a file is stale
  --watch              generate, then again after each change of a source
  --strict             warnings are errors
  --without-overlays   what the sources say without our corrections
  --verbose            show notes (which rule was applied where)
  --paths              with --all: also what is made, read, changed and deleted along every path
  --output <format>    lint: text, json or sarif; generate --all: text or json
  --graph-version <v>  with --all: v1.0 or beta; default: by the file's name
  --specs <folder>     default: specs
  --out <folder>       default: ${defaultOut}; elsewhere, sources.lock.json is left alone

exit codes: 0 done · 1 errors, findings, or stale files with --check · 2 lint could not read · 64 usage`;

/** What the command line asks for. */
export interface Command {
  readonly name: "generate" | "lint" | "explain";
  /** What `explain` explains. */
  readonly symbol: string;
  /** Everything that the CSDL declares, instead of the surface. */
  readonly all: boolean;
  /** With the operations along every path of a whole CSDL. */
  readonly paths: boolean;
  readonly check: boolean;
  readonly watch: boolean;
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly withOverlays: boolean;
  readonly format: ReportFormat;
  readonly specs: string;
  readonly out: string;
  /** Of a whole CSDL, where its name does not say it. */
  readonly version: "v1.0" | "beta" | undefined;
  /** Folder of pages for `lint` and for a whole CSDL. */
  readonly docs: string | undefined;
  /** Metadata file for `lint`, or a whole CSDL. */
  readonly csdl: string | undefined;
}

/** Reads the command line; throws an `Error` with a sentence for usage mistakes, and answers "help" when asked for it. */
export function parseCommand(args: readonly string[]): Command | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      csdl: { type: "string" },
      docs: { type: "string" },
      "graph-version": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
      out: { type: "string", default: defaultOut },
      output: { type: "string", default: "text" },
      paths: { type: "boolean", default: false },
      specs: { type: "string", default: "specs" },
      strict: { type: "boolean", default: false },
      watch: { type: "boolean", default: false },
      verbose: { type: "boolean", short: "v", default: false },
      "without-overlays": { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const [name = "generate", symbol = "", ...rest] = positionals;
  if (
    (name !== "generate" && name !== "lint" && name !== "explain") ||
    rest.length > 0 ||
    (name === "explain") !== (symbol !== "")
  )
    throw new Error(`there is no command "${positionals.join(" ")}"`);
  const { output } = values;
  if (output !== "text" && output !== "json" && output !== "sarif")
    throw new Error(`--output is text, json or sarif, not "${output}"`);
  if (values.all && (values.csdl === undefined || values.out === defaultOut))
    throw new Error("--all needs --csdl <file> and --out <folder>");
  if (values.watch && (name !== "generate" || values.check))
    throw new Error("--watch goes with generate, without --check");
  const version = values["graph-version"];
  if (version !== undefined && version !== "v1.0" && version !== "beta")
    throw new Error(`--graph-version is v1.0 or beta, not "${version}"`);
  return {
    name,
    symbol,
    version,
    all: values.all,
    paths: values.paths,
    check: values.check,
    watch: values.watch,
    strict: values.strict,
    verbose: values.verbose,
    withOverlays: !values["without-overlays"],
    format: output,
    specs: toFolder(values.specs),
    out: toFolder(values.out),
    docs: values.docs === undefined ? undefined : toFolder(values.docs),
    csdl: values.csdl,
  };
}

function toFolder(path: string): string {
  return path.replaceAll("\\", "/").replace(/\/$/, "");
}
