import { createSnapshot, type PlanFile } from "@intunectl/assignments";
import { expect, test } from "vitest";
import { toGrid } from "../src/report/grid.ts";
import { toReportHtml } from "../src/report/html.ts";
import { planToReport, snapshotToReport } from "../src/report/report-source.ts";
import { createLargePlan } from "./large-plan.ts";
import { createSamplePlan } from "./plans.ts";

const maker = { version: "0.1.0", next: "intunectl apply plan.json" };
const toHtml = (plan: PlanFile): string => toReportHtml(planToReport(plan), maker);

test("a report is what it was", async () => {
  await expect(toHtml(createSamplePlan())).toMatchFileSnapshot("golden/report.html");
});

test("the title has the counts, so that a browser's tab tells the story", () => {
  expect(/<title>(.*)<\/title>/.exec(toHtml(createSamplePlan()))?.[1]).toBe(
    "3 to add, 1 to change, 2 to remove, 7 unchanged · contoso.onmicrosoft.com · Assignment plan",
  );
});

test("nothing of the tenant becomes a mark of the page, and the page names no other place", () => {
  const plan = createSamplePlan();
  const nasty = `"><img src=x onerror=alert(1)>'&\u202E`;
  const html = toHtml({
    ...plan,
    tenant: nasty,
    source: nasty,
    configurations: plan.configurations.map((one) => ({ ...one, name: nasty })),
    skipped: [{ resource: "x", id: nasty, name: nasty, reason: nasty }],
    labels: {
      ...plan.labels,
      groups: Object.fromEntries(Object.keys(plan.labels.groups).map((id) => [id, nasty])),
      filters: Object.fromEntries(Object.keys(plan.labels.filters).map((id) => [id, nasty])),
    },
  });
  const body = html.slice(html.indexOf("<body>"));
  const tags = new Set([...body.matchAll(/<(\w+)/g)].map(([, name]) => name));
  expect(
    [...tags].filter((name) => ["img", "script", "link", "iframe", "object"].includes(name ?? "")),
  ).toEqual([]);
  expect(html).not.toMatch(/<[^>]*\son\w+=|\u202E/);
  expect(html).not.toMatch(/https?:|url\(|@import/);
});

test("what could not be read is a row of question marks", () => {
  const row = toHtml(createSamplePlan())
    .split("<tr>")
    .find((one) => one.includes("Legacy"));
  expect(row?.match(/class="u[ "]/g)?.length).toBe(8);
});

test("beyond twenty columns the least used share the last one, and none is lost", () => {
  const plan = createLargePlan({ rows: 40, groups: 60, changedRows: 3 });
  const grid = toGrid(planToReport(plan));
  expect([grid.columns.length, grid.columns.length + grid.folded.length]).toEqual([19, 62]);
  const changed = plan.configurations.flatMap(({ changes }) => changes.filter(({ kind }) => kind !== "keep"));
  const own = new Set(grid.columns.map(({ key }) => key));
  expect(changed.every(({ target }) => "groupId" in target && own.has(`group:${target.groupId}`))).toBe(true);
  const html = toHtml(plan);
  const marks = plan.configurations.flatMap(({ changes }) => changes).length;
  expect(html.match(/<b class="[ix][ "]/g)?.length).toBe(marks + 2);
});

test("beyond two hundred rows those without a change are folded by the beginning of their names", () => {
  const html = toHtml(createLargePlan({ rows: 500, groups: 10, changedRows: 7 }));
  const [open = ""] = html.split('<tbody class="fold">').slice(0, 1);
  expect(open.match(/<tr><th scope="row">/g)?.length).toBe(7);
  expect(html).toMatch(/Edge: \d+ unchanged/);
  expect(html.match(/<tr><th scope="row">/g)?.length).toBe(500);
});

test("a snapshot has no changes and no switch", () => {
  const snapshot = createSnapshot({
    tenant: "contoso.onmicrosoft.com",
    takenAt: "2026-08-22T09:00:00.000Z",
    configurations: createSamplePlan().configurations.map(({ resource, id, name, before }) => ({
      resource,
      id,
      name,
      set: { kind: "known", assignments: before },
    })),
    labels: createSamplePlan().labels,
  });
  const html = toReportHtml(snapshotToReport(snapshot), { version: "0.1.0" });
  expect(html).toContain("<title>5 configurations · contoso.onmicrosoft.com · Assignments</title>");
  expect(html).not.toContain("<fieldset>");
});
