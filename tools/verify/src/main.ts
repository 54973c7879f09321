import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { formatSummary } from "./summary.ts";
import { runStep } from "./run-step.ts";
import { javaStep, steps } from "./steps.ts";
import { readTestResults } from "./test-results.ts";

const root = resolve(import.meta.dirname, "../../..");
const isJavaWanted = process.argv.includes("--with-java");
const hasJava = isJavaWanted && spawnSync("java", ["-version"], { stdio: "ignore" }).status === 0;
const results = [...(hasJava ? [javaStep] : []), ...steps].map((step) => runStep(step, root));
const summary = formatSummary(results, readTestResults(root));
if (isJavaWanted && !hasJava) process.stdout.write(`\nnot run: ${javaStep.name}: java is not installed\n`);
process.stdout.write(`\n${summary.text}\n`);
process.exitCode = summary.failed === 0 ? 0 : 1;
