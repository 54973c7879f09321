import type { Command } from "../commands.ts";
import { compareFiles } from "../compare.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { emitWhole } from "../emit/emit.ts";
import { isError } from "../generate.ts";
import { createSourceText } from "../model/source-text.ts";
import { readCsdl } from "../read/csdl.ts";
import { hashText } from "../read/lock.ts";
import type { World } from "../world.ts";
import { wholeModel } from "./model.ts";
import { summarizeWhole } from "./summary.ts";

/** `graph-codegen generate --all --csdl <file> --out <folder>`: everything that a CSDL declares. */
export function runWhole(command: Command, world: World): number {
  const file = command.csdl ?? "";
  const text = world.readFile(file);
  if (text === undefined) {
    world.complain(`there is no file ${file}`);
    return 1;
  }
  const source = createSourceText(file, text);
  const read = readCsdl(source);
  const isBeta = /beta/i.test(file);
  const { model, diagnostics: found } = wholeModel([read.facts], isBeta ? "beta" : "v1.0");
  const diagnostics = [...read.diagnostics, ...found];
  const shown = diagnostics.filter(({ severity }) => severity !== "note" || command.verbose);
  for (const each of shown) world.complain(`${renderDiagnostic(each, new Map([[file, source]]))}\n`);
  if (diagnostics.some(isError)) {
    world.complain("nothing was written");
    return 1;
  }
  const files = emitWhole(model, new Map([[file, hashText(text)]]));
  const stale = compareFiles(world, command.out, files, { withDifference: command.check });
  if (!command.check)
    for (const { path, reason } of stale) {
      const made = files.get(path.slice(command.out.length + 1));
      if (reason === "surplus" || made === undefined) world.removeFile(path);
      else world.writeFile(path, made.text);
    }
  const summary = summarizeWhole([read.facts], model, diagnostics);
  if (command.format === "json")
    world.print(JSON.stringify({ ...summary, files: files.size, changed: stale.length }, undefined, 2));
  else {
    const emitted = new Map(Object.entries(summary.emitted));
    for (const [what, count] of Object.entries(summary.read)) {
      const numbers = [count, emitted.get(what) ?? 0].map((number) => String(number).padStart(6));
      world.print(`${what.padEnd(22)} read ${numbers.join("   emitted ")}`);
    }
    for (const { what, reason, count } of summary.skipped) world.print(`skipped ${count} ${what}: ${reason}`);
    world.print(`${files.size} files; ${stale.length} changed`);
  }
  return command.check && stale.length > 0 ? 1 : 0;
}
