import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What one package's tests said. */
export interface TestResults {
  readonly project: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** Reads the report that each package's test run leaves behind; a package with tests and no report has failed. */
export function readTestResults(root: string): readonly TestResults[] {
  const projects = ["apps", "libs", "tools"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  return [...projects, "examples"].flatMap((project): TestResults[] => {
    if (!hasTests(join(root, project))) return [];
    try {
      return [
        decodeReport(project, JSON.parse(readFileSync(join(root, project, "reports/tests.json"), "utf8"))),
      ];
    } catch {
      return [{ project, passed: 0, failed: 1, skipped: [] }];
    }
  });
}

function hasTests(folder: string): boolean {
  try {
    return readFileSync(join(folder, "package.json"), "utf8").includes(`"test": "vitest`);
  } catch {
    return false;
  }
}

function decodeReport(project: string, report: unknown): TestResults {
  if (!isRecord(report)) throw new Error("the report is not an object");
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numFailedTestSuites: failedFiles,
    testResults,
  } = report;
  if (
    typeof passed !== "number" ||
    typeof failed !== "number" ||
    typeof failedFiles !== "number" ||
    !Array.isArray(testResults)
  )
    throw new Error("the report has no counts");
  const tests: readonly unknown[] = testResults.flatMap((file: unknown) =>
    isRecord(file) && Array.isArray(file["assertionResults"]) ? file["assertionResults"] : [],
  );
  const skipped = tests.flatMap((entry) =>
    isRecord(entry) && ["skipped", "pending", "todo"].includes(String(entry["status"]))
      ? [String(entry["fullName"])]
      : [],
  );
  // A file that cannot be loaded has no failed test, and has failed all the same.
  return { project, passed, failed: failed > 0 ? failed : failedFiles, skipped };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
