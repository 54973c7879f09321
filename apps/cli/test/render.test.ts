import { stripVTControlCharacters } from "node:util";
import { type ApplyOutcome, createRun, recordState, type Run } from "@intunectl/assignments";
import { expect, test } from "vitest";
import { CliError } from "../src/cli-error.ts";
import { toAppearance } from "../src/render/appearance.ts";
import { renderConfigurations } from "../src/render/configurations.ts";
import { renderError } from "../src/render/error.ts";
import { renderHistory, renderRun } from "../src/render/history.ts";
import { renderMatrix } from "../src/render/matrix.ts";
import { renderOutcome } from "../src/render/outcome.ts";
import { renderPlan } from "../src/render/plan.ts";
import { createAppearance, createSamplePlan, labels } from "./plans.ts";

const plan = createSamplePlan();
const nowMs = Date.parse("2026-08-22T09:17:00Z");

function createSampleRun(): Run {
  const facts = { id: "0c41", command: "apply plan.json", startedAt: "2026-08-22T09:00:00.000Z" };
  const outcomes: readonly (ApplyOutcome | { readonly kind: "writing" })[] = [
    { kind: "applied" },
    { kind: "failed", failure: { code: "BadRequest", message: "Scope Tags validation failed" } },
    { kind: "writing" },
  ];
  return outcomes.reduce<Run>(
    (run, outcome, index) => {
      const planned = plan.configurations[index];
      return planned === undefined ? run : recordState(run, planned, outcome);
    },
    createRun(plan, facts),
  );
}

const error = new CliError("2 problems; nothing was sent", {
  code: "invalid-input",
  exitCode: 64,
  details: [
    { message: 'windows.yaml:9:3  unknown-group  no group is named "Kisok"', hint: 'did you mean "Kiosk"?' },
    { message: "windows.yaml:12:3  yaml  \u001B]0;x" },
  ],
  hint: "give the id",
  requestId: "4b6c",
});

const listed = plan.configurations.map(({ resource, id, name, before }) => ({
  resource,
  id,
  name,
  changed: "2026-08-19T07:40:00.0000000Z",
  set: { kind: "known", assignments: before } as const,
}));
const unreadable = {
  resource: "groupPolicyConfigurations",
  id: "e1904b2d-7f3a",
  name: "Legacy: IE mode sites",
  set: {
    kind: "unknown",
    code: "unreadable",
    reason: "x",
    failure: { code: "Forbidden", message: "x", status: 403 },
  } as const,
};

const outcomes: readonly ApplyOutcome[] = [
  { kind: "applied" },
  { kind: "already" },
  { kind: "unverified", seen: "before", reason: "not visible yet" },
  { kind: "unverified", seen: "other", reason: "something else is there now; look before going on" },
  { kind: "moved", changes: [] },
  { kind: "unreadable", reason: "Forbidden" },
  {
    kind: "failed",
    failure: {
      code: "BadRequest",
      message: "Scope Tags validation failed : Filters b96e0c24 are not valid for this tenant",
    },
  },
  { kind: "uncertain", failure: { code: "network", message: "socket closed" } },
];

const appearance = createAppearance();
const [first] = plan.configurations;
if (first === undefined) throw new Error("the sample plan is empty");

test.each<[file: string, text: string]>([
  ["plan.txt", renderPlan(plan, "Plan", appearance)],
  ["plan-ascii.txt", renderPlan(plan, "Plan", createAppearance({ ascii: true }))],
  ["matrix-diff.txt", renderMatrix(plan, "diff", appearance)],
  ["matrix-before.txt", renderMatrix(plan, "before", appearance)],
  ["matrix-after.txt", renderMatrix(plan, "after", appearance)],
  ["matrix-ascii.txt", renderMatrix(plan, "diff", createAppearance({ ascii: true }))],
  ["matrix-narrow.txt", renderMatrix(plan, "diff", createAppearance({ columns: 66 }))],
  ["matrix-wide.txt", renderMatrix(plan, "diff", createAppearance({ columns: 120 }))],
  ["configurations.txt", renderConfigurations([...listed, unreadable], labels, nowMs, appearance)],
  ["history.txt", renderHistory([createSampleRun()], nowMs, appearance)],
  ["run.txt", renderRun(createSampleRun(), appearance)],
  ["outcomes.txt", outcomes.map((outcome) => renderOutcome(first, outcome, appearance)).join("")],
  ["error.txt", renderError(error, appearance)],
])("%s looks as it did, fits its width, and cannot steer a terminal", async (file, text) => {
  await expect(text).toMatchFileSnapshot(`golden/${file}`);
  const columns = file === "matrix-narrow.txt" ? 66 : file === "matrix-wide.txt" ? 120 : 80;
  const tooLong = text.split("\n").filter((line) => Array.from(line).length > columns);
  expect(tooLong).toEqual([]);
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
});

test.each<[given: Record<string, string>, isTerminal: boolean, color: boolean, want: boolean]>([
  [{}, true, true, true],
  [{}, false, true, false],
  [{ NO_COLOR: "1" }, true, true, false],
  [{ NO_COLOR: "" }, true, true, true],
  [{ FORCE_COLOR: "1" }, false, true, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true, false],
  [{ FORCE_COLOR: "1" }, true, false, false],
  [{ TERM: "dumb" }, true, true, false],
])(
  "with %j, a terminal: %s and colours wanted: %s, there is colour: %s",
  (environment, isTerminal, color, want) => {
    const out = { write: () => {}, isTerminal, columns: 80 };
    const { color: paint } = toAppearance({ environment, out, err: out }, { color, ascii: false });
    expect(paint("add", "x") !== "x").toBe(want);
  },
);

test("--ascii writes nothing beyond ASCII but the tenant's own names", () => {
  const ascii = createAppearance({ ascii: true });
  const texts = [
    renderPlan(plan, "Plan", ascii),
    renderMatrix(plan, "diff", ascii),
    renderRun(createSampleRun(), ascii),
  ];
  expect(texts.join("").replaceAll("\uFFFD", "")).not.toMatch(/\P{ASCII}/u);
});

test("colours change nothing but colour", () => {
  const out = { write: () => {}, isTerminal: true, columns: 80 };
  const colored = renderPlan(
    plan,
    "Plan",
    toAppearance({ environment: {}, out, err: out }, { color: true, ascii: false }),
  );
  expect(colored).toContain("\u001B[32m");
  expect(stripVTControlCharacters(colored)).toBe(renderPlan(plan, "Plan", appearance));
});
