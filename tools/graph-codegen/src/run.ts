import { parseArgs } from "node:util";
import { checkLock } from "./check-lock.ts";
import type { LockCheck } from "./check-lock.ts";
import type { StaleFile } from "./compare.ts";
import { compareFiles } from "./compare.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { renderDiagnostic } from "./diagnostics/render.ts";
import type { Generated } from "./generate.ts";
import { generate, isError } from "./generate.ts";
import { formatOrigin } from "./model/facts.ts";
import { createSourceText } from "./model/source-text.ts";
import type { SourceText } from "./model/source-text.ts";
import type { World } from "./world.ts";

const defaultOut = "libs/graph-intune/src/generated";

const usage = `usage: graph-codegen generate [options]   specs -> generated library
       graph-codegen lint [options]       what is wrong with the specs, and nothing else

  --check              compare with what is on disk, write nothing; exit 1 when a file is stale
  --strict             warnings are errors
  --without-overlays   what the sources say without our corrections
  --verbose            show notes (which rule was applied where)
  --specs <folder>     default: specs
  --out <folder>       default: ${defaultOut}; elsewhere, sources.lock.json is left alone

exit codes: 0 done · 1 errors, or stale files with --check · 64 usage`;

interface Options {
  readonly check: boolean;
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly withOverlays: boolean;
  readonly specs: string;
  readonly out: string;
}

/** Runs one command; answers the exit code. */
export function run(args: readonly string[], world: World): number {
  const parsed = parse(args, world);
  if (typeof parsed === "number") return parsed;
  const { command, options } = parsed;
  const generated = generate(world, options.specs, options);
  const lock = checkLock(world, options.specs);
  const failed = report(
    world,
    options,
    generated,
    command === "lint" || options.check ? lock.diagnostics : [],
  );
  if (command === "lint") {
    const found = generated.diagnostics.length + lock.diagnostics.length;
    const notes = generated.diagnostics.filter(({ severity }) => severity === "note").length;
    world.print(
      `${count(found - notes, "finding")} in ${count(generated.sources.size, "file")}, ${count(notes, "note")}`,
    );
    return failed || lock.diagnostics.some(isError) ? 1 : 0;
  }
  if (options.check) return check(world, options, generated, lock, failed);
  if (failed) {
    world.complain("nothing was written");
    return 1;
  }
  return write(world, options, generated, lock);
}

function parse(
  args: readonly string[],
  world: World,
): number | { readonly command: "generate" | "lint"; readonly options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        out: { type: "string", default: defaultOut },
        specs: { type: "string", default: "specs" },
        strict: { type: "boolean", default: false },
        verbose: { type: "boolean", short: "v", default: false },
        "without-overlays": { type: "boolean", default: false },
      },
    });
    const [command = "generate", ...rest] = positionals;
    if (values.help) {
      world.print(usage);
      return 0;
    }
    if ((command !== "generate" && command !== "lint") || rest.length > 0)
      throw new Error(`there is no command "${positionals.join(" ")}"`);
    const folder = (path: string): string => path.replaceAll("\\", "/").replace(/\/$/, "");
    return {
      command,
      options: {
        check: values.check,
        strict: values.strict,
        verbose: values.verbose,
        withOverlays: !values["without-overlays"],
        specs: folder(values.specs),
        out: folder(values.out),
      },
    };
  } catch (cause) {
    world.complain(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`);
    return 64;
  }
}

/** Prints the diagnostics; answers whether the output cannot be trusted. */
function report(world: World, options: Options, generated: Generated, lock: readonly Diagnostic[]): boolean {
  const shown = [...generated.diagnostics, ...lock].filter(
    ({ severity }) => severity !== "note" || options.verbose,
  );
  const sources = new Map(generated.sources);
  for (const { origins } of lock)
    for (const { file } of origins) if (!sources.has(file)) sources.set(file, readSource(world, file));
  for (const found of shown) world.complain(`${renderDiagnostic(found, sources)}\n`);
  const isFatal = ({ severity }: Diagnostic): boolean =>
    severity === "error" || (options.strict && severity === "warning");
  return generated.diagnostics.some(isFatal);
}

function readSource(world: World, file: string): SourceText {
  return createSourceText(file, world.readFile(file) ?? "");
}

function check(
  world: World,
  options: Options,
  generated: Generated,
  lock: LockCheck,
  failed: boolean,
): number {
  const stale = generated.isPartial ? [] : compareFiles(world, options.out, generated.files);
  const disputed = failed ? findDisputed(world, options, lock, stale) : [];
  for (const { path, reason, difference } of [...stale, ...disputed])
    world.print(`stale  ${path}  (${reason})${difference === "" ? "" : `\n${difference}\n`}`);
  const unlocked = lock.diagnostics.filter(isError);
  if (!failed && stale.length === 0 && unlocked.length === 0) {
    world.print(`${generated.files.size} files are what ${options.specs}/ makes`);
    return 0;
  }
  const counts = `${count(stale.length + disputed.length, "stale file")}, ${count(unlocked.length, "difference")} from the lock`;
  world.complain(`${counts}: ${failed ? "mend the errors first" : "run `pnpm generate`"}`);
  return 1;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** With errors the output is uncertain, and so is every file that names a source which changed. */
function findDisputed(
  world: World,
  options: Options,
  lock: LockCheck,
  stale: readonly StaleFile[],
): readonly StaleFile[] {
  const changed = lock.diagnostics.flatMap(({ origins }) => origins);
  return world.listFiles(options.out).flatMap((name) => {
    const path = `${options.out}/${name}`;
    const text = world.readFile(path) ?? "";
    const cause = changed.find(({ file }) => text.includes(file));
    if (cause === undefined || stale.some((other) => other.path === path)) return [];
    return [
      { path, reason: "disputed" as const, difference: `  made from ${formatOrigin(cause)}, which changed` },
    ];
  });
}

function write(world: World, options: Options, generated: Generated, lock: LockCheck): number {
  const stale = compareFiles(world, options.out, generated.files);
  for (const { path, reason } of stale) {
    const file = generated.files.get(path.slice(options.out.length + 1));
    if (reason === "surplus" || file === undefined) world.removeFile(path);
    else world.writeFile(path, file.text);
    world.print(`${reason === "surplus" ? "removed" : "wrote  "}  ${path}`);
  }
  // A look at the output elsewhere, or without the overlays, is no statement about the sources.
  if (options.withOverlays && options.out === defaultOut && world.readFile(lock.file) !== lock.text) {
    world.writeFile(lock.file, lock.text);
    world.print(`wrote    ${lock.file}`);
    for (const { message, code } of lock.diagnostics)
      world.complain(`note ${code}  ${message}; the lock now records it`);
  }
  const { model } = generated;
  world.print(
    `${model.operations.length} operations, ${model.types.size} types, ${generated.files.size} files; ${stale.length} changed`,
  );
  return 0;
}
