import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";

test("loading the library loads no network, no TLS, no fetch: a program that sends nothing does not pay for it", () => {
  const source = pathToFileURL(join(import.meta.dirname, "../src/index.ts")).href;
  const program = `
    const before = new Set(process.moduleLoadList);
    const { createGraphClient, staticToken } = await import(${JSON.stringify(source)});
    createGraphClient({ credential: staticToken("t") });
    const loaded = process.moduleLoadList.filter((name) => !before.has(name));
    process.stdout.write(JSON.stringify(loaded));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@intunectl/source", "--no-warnings", "--input-type=module", "--eval", program],
    { encoding: "utf8" },
  );
  expect(stdout, stderr).toMatch(/^\[/);
  expect(stdout).not.toMatch(/ (?:_?https?|_http_\w+|net|tls|_tls_\w+|http2|internal\/deps\/undici\/\w+)"/);
});
