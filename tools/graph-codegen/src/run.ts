import { checkLock } from "./check-lock.ts";
import type { LockCheck } from "./check-lock.ts";
import type { StaleFile } from "./compare.ts";
import { compareFiles } from "./compare.ts";
import type { Command } from "./commands.ts";
import { defaultOut, parseCommand, usage } from "./commands.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { isError } from "./diagnostics/diagnostic.ts";
import { renderDiagnostic } from "./diagnostics/render.ts";
import { explain } from "./explain.ts";
import type { Generated } from "./generate.ts";
import { generate } from "./generate.ts";
import { formatOrigin } from "./model/facts.ts";
import { createSourceText } from "./model/source-text.ts";
import type { SourceText } from "./model/source-text.ts";
import type { SpecReaders } from "./read/spec-readers.ts";
import { lint } from "./lint.ts";
import { runDiff } from "./diff/run-diff.ts";
import { runSync } from "./sync/run-sync.ts";
import { runWhole } from "./whole/run.ts";
import type { World } from "./world.ts";

/** Runs one command; answers the exit code. */
export function run(args: readonly string[], world: World): number {
  if (args[0] === "diff") return runDiff(args.slice(1), world);
  if (args[0] === "sync") return runSync(args.slice(1), world);
  let command: Command | "help";
  try {
    command = parseCommand(args);
  } catch (cause) {
    world.complain(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`);
    return 64;
  }
  if (command === "help") {
    world.print(usage);
    return 0;
  }
  if (command.name === "lint") return lint(command, world);
  if (command.name === "explain") return explain(command, world);
  if (command.all) return runWhole(command, world);
  return runGenerate(command, world);
}

/** `graph-codegen generate`: the surface of `specs/`. */
export function runGenerate(command: Command, world: World, readers?: SpecReaders): number {
  const generated = generate(world, command.specs, command, readers);
  const lock = checkLock(world, command.specs);
  const failed = report(world, command, generated, command.check ? lock.diagnostics : []);
  if (command.check) return check(world, command, generated, lock, failed);
  if (failed) {
    world.complain("nothing was written");
    return 1;
  }
  return write(world, command, generated, lock);
}

/** Prints the diagnostics; answers whether the output cannot be trusted. */
function report(world: World, command: Command, generated: Generated, lock: readonly Diagnostic[]): boolean {
  const shown = [...generated.diagnostics, ...lock].filter(
    ({ severity }) => severity !== "note" || command.verbose,
  );
  const sources = new Map(generated.sources);
  for (const { origins } of lock)
    for (const { file } of origins) if (!sources.has(file)) sources.set(file, readSource(world, file));
  for (const found of shown) world.complain(`${renderDiagnostic(found, sources)}\n`);
  const isFatal = ({ severity }: Diagnostic): boolean =>
    severity === "error" || (command.strict && severity === "warning");
  return generated.diagnostics.some(isFatal);
}

function readSource(world: World, file: string): SourceText {
  return createSourceText(file, world.readFile(file) ?? "");
}

function check(
  world: World,
  command: Command,
  generated: Generated,
  lock: LockCheck,
  failed: boolean,
): number {
  const stale = generated.isPartial ? [] : compareFiles(world, command.out, generated.files);
  const disputed = failed ? findDisputed(world, command, lock, stale) : [];
  for (const { path, reason, difference } of [...stale, ...disputed])
    world.print(`stale  ${path}  (${reason})${difference === "" ? "" : `\n${difference}\n`}`);
  const unlocked = lock.diagnostics.filter(isError);
  if (!failed && stale.length === 0 && unlocked.length === 0) {
    world.print(unchangedText(command, generated));
    world.settle?.(unchangedText(command, generated));
    return 0;
  }
  const counts = `${count(stale.length + disputed.length, "stale file")}, ${count(unlocked.length, "difference")} from the lock`;
  world.complain(`${counts}: ${failed ? "mend the errors first" : "run `pnpm generate`"}`);
  return 1;
}

function unchangedText({ specs }: Command, { files }: Generated): string {
  return `${files.size} files are what ${specs}/ makes`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** With errors the output is uncertain, and so is every file that names a source which changed. */
function findDisputed(
  world: World,
  command: Command,
  lock: LockCheck,
  stale: readonly StaleFile[],
): readonly StaleFile[] {
  const changed = lock.diagnostics.flatMap(({ origins }) => origins);
  return world.listFiles(command.out).flatMap((name) => {
    const path = `${command.out}/${name}`;
    const text = world.readFile(path) ?? "";
    const cause = changed.find(({ file }) => text.includes(file));
    if (cause === undefined || stale.some((other) => other.path === path)) return [];
    return [
      { path, reason: "disputed" as const, difference: `  made from ${formatOrigin(cause)}, which changed` },
    ];
  });
}

function write(world: World, command: Command, generated: Generated, lock: LockCheck): number {
  const stale = compareFiles(world, command.out, generated.files);
  for (const { path, reason } of stale) {
    const file = generated.files.get(path.slice(command.out.length + 1));
    if (reason === "surplus" || file === undefined) world.removeFile(path);
    else world.writeFile(path, file.text);
    world.print(`${reason === "surplus" ? "removed" : "wrote  "}  ${path}`);
  }
  // A look at the output elsewhere, or without the overlays, is no statement about the sources.
  if (command.withOverlays && command.out === defaultOut && world.readFile(lock.file) !== lock.text) {
    world.writeFile(lock.file, lock.text);
    world.print(`wrote    ${lock.file}`);
    for (const { message, code } of lock.diagnostics)
      world.complain(`note ${code}  ${message}; the lock now records it`);
  }
  const { model } = generated;
  world.print(
    `${model.operations.length} operations, ${model.types.size} types, ${generated.files.size} files; ${stale.length} changed`,
  );
  world.settle?.(unchangedText(command, generated));
  return 0;
}
