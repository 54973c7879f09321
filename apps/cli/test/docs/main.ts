import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinPage, splitPage, toComparable, toShownIds } from "./console-blocks.ts";
import { commandFolder, commandPages, listPages, readPage, root, withoutOutput } from "./pages.ts";
import { makeRecording } from "./recording.ts";
import { runPage } from "./run-page.ts";

// Makes the pages of the commands, types every console block of every page, and writes what came out.
for (const name of await readdir(commandFolder))
  if (!commandPages.has(name)) await rm(join(commandFolder, name));
for (const [name, page] of commandPages) {
  const old = await readPage(`docs/commands/${name}`).catch(() => "");
  if (withoutOutput(old) !== page) await writeFile(join(commandFolder, name), page);
}
for (const name of await listPages()) {
  const page = await readPage(name);
  const real = joinPage(await runPage(splitPage(page)));
  if (toComparable(real) === toComparable(page)) continue;
  await writeFile(join(root, name), toShownIds(real));
  process.stdout.write(`${name}\n`);
}
const recording = await makeRecording();
const before = await readPage("docs/recording.svg").catch(() => "");
if (toComparable(recording) !== toComparable(before))
  await writeFile(join(root, "docs/recording.svg"), toShownIds(recording));
