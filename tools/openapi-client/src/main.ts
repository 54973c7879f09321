import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { document, fetchGenerator, runGenerator } from "./generator.ts";

const usage = `usage: client --lang <generator> [--out <folder>]   python, powershell, java, typescript-fetch, …
       client validate                              what OpenAPI Generator says of openapi.yaml
       client fetch                                 download OpenAPI Generator once`;

process.exitCode = main();

function main(): number {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { lang: { type: "string" }, out: { type: "string" } },
    });
    const [command] = positionals;
    const { lang } = values;
    const isKnown = command === undefined ? lang !== undefined : ["validate", "fetch"].includes(command);
    if (!isKnown || positionals.length > 1) return complain(usage, 64);
    const obstacle = fetchGenerator();
    if (obstacle !== undefined) return complain(obstacle, 1);
    if (command === "fetch") return 0;
    if (lang === undefined) return runGenerator(["validate", "-i", document]).status;
    const root = resolve(import.meta.dirname, "../../..");
    const out = resolve(process.env["INIT_CWD"] ?? root, values.out ?? resolve(root, ".clients", lang));
    const { status, text } = runGenerator(["generate", "-g", lang, "-i", document, "-o", out], "pipe");
    if (status !== 0) return complain(text, 1);
    process.stdout.write(`${lang} client written to ${out}\n`);
    return 0;
  } catch (cause) {
    return complain(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, 64);
  }
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
