import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { startEmulator } from "./emulator.ts";
import { createRunner } from "./runner.ts";

const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, ".demo");
// Relative, because people read them: the commands run in the root.
const plan = ".demo/plan.json";
const file = "tools/demo/contoso.yaml";

rmSync(folder, { recursive: true, force: true });
const runner = createRunner(root);
runner.say("The library is made from specs/");
runner.tool("node", ["--conditions=@intunectl/source", "tools/graph-codegen/src/main.ts", "generate"]);
runner.tool("nx", ["run-many", "-t", "build", "--output-style=static"], { quiet: true });

runner.say("An Intune of our own starts on this machine: no account, nothing leaves it");
const emulator = await startEmulator(root, join(folder, "tenant"));
try {
  const environment = {
    INTUNECTL_GRAPH_URL: emulator.url,
    INTUNECTL_ACCESS_TOKEN: emulator.token,
    INTUNECTL_TENANT: "contoso.onmicrosoft.com",
    INTUNECTL_STATE: join(folder, "state"),
  };
  const intunectl = (...args: readonly string[]): void => runner.intunectl(args, environment);
  intunectl("configs", "list");
  runner.say("What the file wishes, against what is there. Nothing is changed yet");
  intunectl("plan", file, "--out", plan);
  intunectl("report", "--matrix", "--state", "before", plan);
  runner.say("The plan is applied as it was shown, and each write is read back");
  intunectl("apply", plan, "--yes");
  intunectl("report", "--matrix", "--state", "after", plan);
  runner.say("What is there now, and how to go back");
  intunectl("configs", "list");
  intunectl("history");
} finally {
  await emulator.stop();
}
runner.say("Done. Try it by hand: npx pnpm@12.21.0 intunectl --demo configs list");
