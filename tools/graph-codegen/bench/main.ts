import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gatherCases } from "./cases.ts";
import type { Measured } from "./measure.ts";
import { measure } from "./measure.ts";
import { checkTypes } from "./type-check.ts";

const root = resolve(import.meta.dirname, "../../..");
const corpus = process.env["INTUNECTL_CORPUS"] ?? resolve(root, "../shared/corpus");
const folder = mkdtempSync(join(tmpdir(), "graph-codegen-bench-"));
const csdl = join(corpus, "csdl/v1.0-Prod.csdl");

try {
  const { own, peers, skipped } = gatherCases({ root, csdl, docs: join(corpus, "docs"), folder });
  const runs = 5;
  const ours = measure(own, root, join(folder, "own"), runs);
  const whole = ours.find(({ name }) => name.startsWith("G1"));
  const field = measure(peers(whole?.out ?? ""), root, join(folder, "peers"), 3);
  const text = [
    "# Measured",
    "",
    `CPU seconds of the whole process (user and system) and its memory at the most, medians of interleaved runs (ours ${runs},`,
    `peers 3, OpenAPI Generator 1) on Node ${process.version}, ${process.platform} ${process.arch}. Wall time is information.`,
    "",
    "## This tool",
    "",
    ...table(ours, ours[0]?.cpu ?? 0, "an empty start"),
    "",
    ...(whole === undefined || field.length === 0
      ? []
      : [
          "## The field, on the same metadata",
          "",
          "Ours and odata2ts print all of Graph v1.0; odata2ts types alone, from a patched file, because it stops at the real one.",
          "The OpenAPI tools print Intune's 781 operations and the 4,126 schemas that these reach.",
          "",
          ...table([whole, ...field], whole.cpu, "ours"),
          "",
        ]),
    ...(whole === undefined
      ? []
      : ["## What the output costs", "", ...sizes(whole), ...checkTypes(root, whole.out, folder), ""]),
    ...skipped.map((what) => `Skipped: ${what}`),
    "",
  ].join("\n");
  writeFileSync(join(import.meta.dirname, "results.md"), text);
  process.stdout.write(text);
} finally {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

function table(rows: readonly Measured[], unit: number, of: string): readonly string[] {
  return [
    `| work | CPU s | over ${of} | times ${of} | MB | wall s |`,
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ name, cpu, memory, wall }) =>
        `| ${name} | ${cpu.toFixed(2)} | ${(cpu - unit).toFixed(2)} | ${(cpu / unit).toFixed(1)} | ${memory.toFixed(0)} | ${wall.toFixed(2)} |`,
    ),
  ];
}

function sizes({ out }: Measured): readonly string[] {
  const files = readdirSync(out).filter((name) => name.endsWith(".ts"));
  const bytes = (isWanted: (name: string) => boolean): string => {
    const wanted = files.filter(isWanted);
    const sum = wanted.reduce((total, name) => total + statSync(join(out, name)).size, 0);
    return `${(sum / 1e6).toFixed(2)} MB in ${wanted.length} files`;
  };
  const isTypes = (name: string): boolean =>
    !/-(operations|navigation)(-\w+)?\.ts$|^(index|operations)\.ts$/.test(name);
  return [
    `- G8 all types with docs: ${bytes(isTypes)}`,
    `- operations: ${bytes((name) => name.includes("-operations"))}; navigation: ${bytes((name) => name.includes("-navigation"))}`,
  ];
}
