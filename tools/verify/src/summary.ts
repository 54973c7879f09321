import type { StepResult } from "./run-step.ts";
import type { TestResults } from "./test-results.ts";

export interface Summary {
  readonly text: string;
  readonly failed: number;
}

/** The table of checks and tests; its last line counts both. */
export function formatSummary(steps: readonly StepResult[], tests: readonly TestResults[]): Summary {
  const lines = steps.map(
    ({ name, passed, seconds }) => `${passed ? "ok    " : "FAILED"}  ${name}  ${seconds.toFixed(1)} s`,
  );
  for (const { project, passed, failed, skipped } of tests) {
    lines.push(`${failed === 0 ? "ok    " : "FAILED"}  ${project}: ${passed} passed, ${failed} failed`);
    lines.push(...skipped.map((name) => `          skipped: ${name}`));
  }
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const passed = steps.filter((step) => step.passed).length + sum(tests.map((result) => result.passed));
  const failed = steps.filter((step) => !step.passed).length + sum(tests.map((result) => result.failed));
  return { text: `${lines.join("\n")}\n\n${passed} passed, ${failed} failed`, failed };
}
