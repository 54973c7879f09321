import { parseSnapshot, type PlanFile, type Snapshot } from "@intunectl/assignments";
import type { Answer } from "../answer.ts";
import { usage } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import { toCommandLine } from "../command-line.ts";
import type { Context } from "../context.ts";
import { readSnapshotFile } from "../desired-files.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { isPlanFile, readNamedFile, readPlan, writeNamedFile } from "../named-file.ts";
import type { MatrixState } from "../render/matrix-cells.ts";
import { renderMatrix } from "../render/matrix.ts";
import { toPlanMarkdown } from "../render/plan-markdown.ts";
import { toAssignmentRows, toPlanRows } from "../render/plan-rows.ts";
import { toSnapshotMarkdown } from "../render/snapshot-markdown.ts";
import { toReportHtml } from "../report/html.ts";
import { planToReport, snapshotToReport } from "../report/report-source.ts";
import { withSession } from "../session.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** `report [file]`: who is reached by what, from a saved plan, a snapshot, or the tenant as it is now. */
export async function report(context: Context, given: Given): Promise<ExitCode> {
  const { world, appearance } = context;
  const subject = await readSubject(context, given.arguments[0]);
  const state = toMatrixState(given.text("state"));
  const out = given.text("out");
  const isHtml = given.has("html") || /\.html?$/i.test(out ?? "");
  const answer: Answer =
    subject.kind === "plan"
      ? {
          text: () => renderMatrix(subject.plan, state, appearance),
          value: subject.plan,
          rows: toPlanRows(subject.plan),
          markdown: () => toPlanMarkdown(subject.plan),
        }
      : toSnapshotAnswer(subject.snapshot, appearance);
  if (isHtml) {
    const html = toReportHtml(
      subject.kind === "plan" ? planToReport(subject.plan) : snapshotToReport(subject.snapshot),
      {
        version: world.readVersion(),
        ...(subject.kind === "plan"
          ? { next: `intunectl ${toCommandLine(["apply", given.arguments[0] ?? "plan.json"])}` }
          : {}),
      },
    );
    return await writeReport(context, html, out);
  }
  if (given.has("md")) return await writeReport(context, answer.markdown?.() ?? "", out);
  if (out !== undefined) throw usage("--out is for --html and --md", "add one of them");
  await context.answer(answer);
  return exitCodes.done;
}

type Subject =
  | { readonly kind: "plan"; readonly plan: PlanFile }
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot };

async function readSubject(context: Context, file: string | undefined): Promise<Subject> {
  if (file === undefined)
    return await withSession(context, { isReadOnly: true }, async (session) => ({
      kind: "snapshot",
      snapshot: (await takeSnapshot(session)).snapshot,
    }));
  const text = await readNamedFile(context.world, file);
  if (parseSnapshot(text).kind === "decoded" || !isPlanFile(file, text))
    return { kind: "snapshot", snapshot: readSnapshotFile(text, file).snapshot };
  return { kind: "plan", plan: readPlan(text, file) };
}

function toSnapshotAnswer(snapshot: Snapshot, appearance: Context["appearance"]): Answer {
  const rows = toAssignmentRows(
    snapshot.configurations.map(({ id, name, assignments, unreadable = "" }) => ({
      id,
      name,
      set:
        assignments === undefined
          ? ({ kind: "unknown", code: "unreadable", reason: unreadable } as const)
          : ({ kind: "known", assignments } as const),
    })),
    snapshot.labels,
  );
  return {
    text: () => renderMatrix(snapshotToMatrix(snapshot), "before", appearance),
    value: snapshot,
    rows,
    markdown: () => toSnapshotMarkdown(snapshot),
  };
}

/** A snapshot in the shape of a plan that changes nothing. */
function snapshotToMatrix(snapshot: Snapshot): Parameters<typeof renderMatrix>[0] {
  const { configurations, unknown, tenant, digest, labels } = {
    ...snapshotToReport(snapshot),
    digest: snapshot.digest,
  };
  return { configurations, skipped: unknown, tenant, digest, labels };
}

async function writeReport(
  { world, note, print }: Context,
  text: string,
  out: string | undefined,
): Promise<ExitCode> {
  if (out !== undefined) {
    await writeNamedFile(world, out, text);
    print(`Saved ${out}\n`);
    return exitCodes.done;
  }
  if (world.out.isTerminal && text.startsWith("<!doctype"))
    throw usage("a page of HTML on a terminal helps nobody", "add --out report.html");
  world.out.write(text);
  if (text.startsWith("<!doctype")) note("open it in a browser; it asks nothing of the network");
  return exitCodes.done;
}

function toMatrixState(text: string | undefined): MatrixState {
  return text === "before" || text === "after" ? text : "diff";
}
