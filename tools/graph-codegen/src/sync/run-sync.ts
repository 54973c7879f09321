import { checkLock, lockName, printLock } from "../check-lock.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { writeChangeset } from "../diff/changeset.ts";
import { compareContracts } from "../diff/compare.ts";
import type { Compared } from "../diff/compared.ts";
import { contractFromModel } from "../diff/contract-from-model.ts";
import { formatComparison } from "../diff/report.ts";
import type { Generated } from "../generate.ts";
import { generate } from "../generate.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import { createSourceText } from "../model/source-text.ts";
import { readLock } from "../read/lock.ts";
import { readSurface } from "../read/surface.ts";
import type { World } from "../world.ts";
import { openCheckout } from "./checkouts.ts";
import type { SyncCommand } from "./sync-command.ts";
import { parseSyncCommand, syncUsage } from "./sync-command.ts";
import type { Specs, Taken, TakenFile } from "./take-files.ts";
import { takeFragments, takePages } from "./take-files.ts";

/** `graph-codegen sync`: answers the exit code. Files are written when all of them are known, or not at all. */
export function runSync(args: readonly string[], world: World): number {
  let command: SyncCommand | "help";
  try {
    command = parseSyncCommand(args);
  } catch (cause) {
    world.complain(`${cause instanceof Error ? cause.message : String(cause)}\n\n${syncUsage}`);
    return 64;
  }
  if (command === "help") {
    world.print(syncUsage);
    return 0;
  }
  const before = generate(world, command.specs);
  const specs = readSpecs(world, command, before);
  const taken = typeof specs === "string" ? specs : takeAll(world, command, specs);
  if (typeof specs === "string" || typeof taken === "string") {
    world.complain(typeof taken === "string" ? taken : "");
    return 2;
  }
  for (const { notes, left } of taken) for (const line of [...notes, ...left]) world.complain(line);
  const files = taken.flatMap((each) => each.files);
  for (const { name, entry } of files)
    world.complain(
      `${command.dryRun ? "would take" : "took"} ${command.specs}/${name}  from ${entry.origin}`,
    );
  const isLeft = taken.some(({ left }) => left.length > 0);
  if (files.length === 0) {
    world.complain(`${command.specs}/ has what upstream has`);
    return isLeft ? 1 : 0;
  }
  // What follows is judged before anything is written.
  const after = generate(withFiles(world, command.specs, files), command.specs);
  if (!command.dryRun) writeFiles(world, command.specs, files);
  return report(world, command, before, after) || isLeft ? 1 : 0;
}

function readSpecs(world: World, { specs, force }: SyncCommand, before: Generated): Specs | string {
  const surface = world.readFile(`${specs}/surface.yaml`);
  if (surface === undefined) return `there is no file ${specs}/surface.yaml`;
  const lock = readLock(
    createSourceText(`${specs}/${lockName}`, world.readFile(`${specs}/${lockName}`) ?? `{"files":{}}`),
  );
  const [broken] = lock.diagnostics;
  // Without it, what was edited here could not be told from what upstream had.
  if (broken !== undefined) return `${specs}/${lockName} cannot be read: ${broken.message}`;
  const { model } = before;
  return {
    folder: specs,
    surface: readSurface(createSourceText(`${specs}/surface.yaml`, surface)).surface,
    lock: lock.lock,
    isPublished: (name) => model.types.has(name),
    force,
  };
}

/** Pages first, whatever the order of the checkouts: they say which declarations the surface needs. */
function takeAll(world: World, command: SyncCommand, specs: Specs): readonly Taken[] | string {
  const checkouts = command.checkouts.map((folder) => openCheckout(world, folder, specs.surface.version));
  const unknown = checkouts.find((checkout) => typeof checkout === "string");
  if (unknown !== undefined) return unknown;
  const known = checkouts.filter((checkout) => typeof checkout !== "string");
  const pages = known
    .filter(({ kind }) => kind === "docs")
    .map((checkout) => takePages(world, checkout, specs));
  const files = pages.flatMap((each) => each.files);
  const fragments = known
    .filter(({ kind }) => kind === "metadata")
    .map((checkout) => takeFragments(world, checkout, specs, files));
  const taken = [...pages, ...fragments];
  return taken.find(({ problem }) => problem !== undefined)?.problem ?? taken;
}

function withFiles(world: World, specs: string, files: readonly TakenFile[]): World {
  const texts = new Map(files.map(({ name, text }) => [`${specs}/${name}`, text]));
  const { stamps: _, settle: __, ...rest } = world;
  return {
    ...rest,
    readFile: (path) => texts.get(path) ?? world.readFile(path),
    listFiles: (folder) => {
      const more = [...texts.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1));
      return [...new Set([...world.listFiles(folder), ...more])].toSorted();
    },
  };
}

function writeFiles(world: World, specs: string, files: readonly TakenFile[]): void {
  for (const { name, text } of files) world.writeFile(`${specs}/${name}`, text);
  const { lock } = readLock(createSourceText(lockName, checkLock(world, specs).text));
  const entries = { ...lock.files, ...Object.fromEntries(files.map(({ name, entry }) => [name, entry])) };
  const sorted = Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  world.writeFile(`${specs}/${lockName}`, printLock({ files: sorted }));
}

/** Prints what the taken files change; answers whether a person has to settle something first. */
function report(world: World, command: SyncCommand, before: Generated, after: Generated): boolean {
  const errors = after.diagnostics.filter(isError);
  if (errors.length > 0) {
    for (const error of errors) world.complain(`\n${renderDiagnostic(error, after.sources)}`);
    world.complain(
      `\n${errors.length} ${errors.length === 1 ? "thing has" : "things have"} to be settled; then \`pnpm generate\` and \`pnpm graph-codegen diff <base> --changeset\``,
    );
    return true;
  }
  if (before.diagnostics.some(isError)) {
    world.complain(`${command.specs}/ had errors before, so that there is nothing to compare with`);
    return true;
  }
  const side = (generated: Generated, label: string): ReturnType<typeof contractFromModel> =>
    contractFromModel(generated.model, {
      label,
      root: { file: `${command.specs}/surface.yaml`, line: 1, column: 1, length: 1 },
      sources: generated.sources,
    });
  const [old, now] = [side(before, `${command.specs} before`), side(after, `${command.specs} from upstream`)];
  const compared: Compared = { ...compareContracts(old, now), old, new: now };
  world.print(formatComparison(command.format, compared, false));
  if (command.changeset && !command.dryRun) writeChangeset(world, compared, command.packageName);
  return false;
}
