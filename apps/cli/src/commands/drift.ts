import { hasChanges, type PlanFile } from "@intunectl/assignments";
import { usage } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type Desired, readDesiredFiles, readSnapshotFile } from "../desired-files.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { planDesired } from "../plan-desired.ts";
import { toPlanMarkdown } from "../render/plan-markdown.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { renderPlan, toCounts } from "../render/plan.ts";
import { flow, toSafeText } from "../render/text.ts";
import { withSession } from "../session.ts";
import { findNewestSnapshot } from "../snapshot-store.ts";
import { toStateFolder } from "../state-folder.ts";
import { noteLeftOut, toSource } from "./left-out.ts";

/** `drift [file…]`: whether the tenant still is what the files, or the newest snapshot, say. */
export async function drift(context: Context, given: Given): Promise<ExitCode> {
  const desired = await readWanted(context, given);
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const source = desired.kind === "snapshot" ? desired.file : toSource(given.arguments);
    const options = { skipUnresolved: given.has("skipUnresolved"), source };
    const { plan, leftOut } = await planDesired(session, desired, options);
    const drifted = {
      ...plan,
      configurations: plan.configurations.filter(({ changes }) => hasChanges(changes)),
    };
    const missing = plan.skipped.length + leftOut.length;
    await context.answer({
      text: () => toText(context, plan, drifted, source),
      value: {
        tenant: plan.tenant,
        readAt: plan.readAt ?? null,
        source,
        summary: toDriftSummary(plan, missing),
        configurations: drifted.configurations,
        unreadable: plan.skipped,
        labels: plan.labels,
      },
      rows: toPlanRows(drifted),
      markdown: () => toPlanMarkdown(plan, "Drift: what would bring the tenant back"),
    });
    noteLeftOut(context, leftOut);
    if (given.has("strict") && missing > 0) return exitCodes.refused;
    return drifted.configurations.length > 0 ? exitCodes.differences : exitCodes.done;
  });
}

/** What a scheduled job looks at. */
function toDriftSummary({ summary }: PlanFile, missing: number): object {
  const { add, change, remove, unchanged } = summary;
  return { add, change, remove, unchanged, unreadable: missing };
}

function toText(context: Context, plan: PlanFile, drifted: PlanFile, source: string): string {
  const { configurations, skipped, summary } = plan;
  if (drifted.configurations.length === 0 && skipped.length === 0)
    return toLines(
      context,
      `${plan.tenant}: no drift; ${configurations.length} configurations are as ${source} says (${summary.unchanged} assignments).`,
    );
  const text = renderPlan({ ...drifted, findings: [] }, "To bring it back", context.appearance);
  const head = drifted.configurations.length === 0 ? "no drift in what could be read" : "has drifted";
  return `${toLines(context, `${plan.tenant} ${head} from ${source}`)}\n${text}`.replace(
    toCounts(drifted.summary),
    toCounts(summary),
  );
}

function toLines({ appearance: { width } }: Context, text: string): string {
  return `${flow(toSafeText(text).split(" "), width, " ").join("\n")}\n`;
}

async function readWanted(context: Context, given: Given): Promise<Desired> {
  const { world, options } = context;
  if (given.arguments.length > 0) return await readDesiredFiles(world, given.arguments);
  const newest = await findNewestSnapshot(world, toStateFolder(world, options.demo));
  if (newest !== undefined) return readSnapshotFile(newest.text, newest.path);
  throw usage(
    "there is nothing to compare with",
    "name a desired state, or take a snapshot first: intunectl snapshot",
  );
}
