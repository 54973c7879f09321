import { resolve } from "node:path";
import { formatSummary } from "./summary.ts";
import { runStep } from "./run-step.ts";
import { steps } from "./steps.ts";
import { readTestResults } from "./test-results.ts";

const root = resolve(import.meta.dirname, "../../..");
const results = steps.map((step) => runStep(step, root));
const summary = formatSummary(results, readTestResults(root));
process.stdout.write(`\n${summary.text}\n`);
process.exitCode = summary.failed === 0 ? 0 : 1;
