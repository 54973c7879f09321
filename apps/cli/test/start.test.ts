import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Every module that a command loads, told by a hook. */
function listModules(args: readonly string[]): readonly string[] {
  const hook = `data:text/javascript,import{registerHooks}from"node:module";registerHooks({load(url,context,next){process.stderr.write("loaded "+url+"\\n");return next(url,context)}})`;
  const { stderr, status } = spawnSync(process.execPath, ["--import", hook, main, ...args], {
    encoding: "utf8",
  });
  expect(status).toBe(0);
  return stderr.split("\n").flatMap((line) => (line.startsWith("loaded file:") ? [line.slice(7)] : []));
}

// A start is quick because of what it does not load; the time itself is measured in bench/.
test.each([["--version"], ["--help"], ["help assign"], ["help exit-codes"], ["assign --help"]])(
  "%s loads neither the library nor anything that only a command needs",
  (line) => {
    const modules = listModules(line.split(" "));
    expect(modules.length).toBeGreaterThan(5);
    expect(
      modules.filter((url) => /libs\/|graph-|assignments\/|yaml|csv|jmespath|\/commands\//.test(url)),
    ).toEqual([]);
  },
);

test("a command loads its own code and not that of the others", () => {
  const modules = listModules(["completion", "bash"]);
  expect(modules.filter((url) => url.includes("/commands/")).map((url) => url.replace(/.*\//, ""))).toEqual([
    "completion.js",
  ]);
});
