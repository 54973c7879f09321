import { diffSnapshots, type Labels, type Snapshot } from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { readSnapshotFile } from "../desired-files.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readNamedFile } from "../named-file.ts";
import { renderDifferences, toDifferenceCounts } from "../render/differences.ts";
import { toDifferencesMarkdown } from "../render/differences-markdown.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { withSession } from "../session.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** `diff <before> [after]`: what changed between two snapshots, or between one and now. */
export async function diff(context: Context, given: Given): Promise<ExitCode> {
  const [first = "", second] = given.arguments;
  const before = await readSnapshot(context, first);
  const after =
    second === undefined
      ? await withSession(context, { isReadOnly: true }, async (session) => {
          session.tenant.check(before.tenant, first);
          return (await takeSnapshot(session)).snapshot;
        })
      : await readSnapshot(context, second);
  if (before.tenant.toLowerCase() !== after.tenant.toLowerCase())
    throw new CliError(`${first} is of ${before.tenant}, and ${second ?? "now"} of ${after.tenant}`, {
      code: "wrong-tenant",
      exitCode: exitCodes.usage,
      hint: "compare snapshots of one tenant",
    });
  const differences = diffSnapshots(before, after);
  const labels = joinLabels(before.labels, after.labels);
  const counts = toDifferenceCounts(differences);
  await context.answer({
    text: () => renderDifferences(differences, before, after, labels, context.appearance),
    value: {
      tenant: after.tenant,
      before: before.takenAt,
      after: after.takenAt,
      summary: counts,
      differences,
      labels,
    },
    rows: toPlanRows({
      configurations: differences.flatMap((one) => ("changes" in one ? [one] : [])),
      labels,
    }),
    markdown: () => toDifferencesMarkdown(differences, before, after, labels),
  });
  if (given.has("strict") && counts.unknown > 0) return exitCodes.refused;
  return differences.length > counts.unknown ? exitCodes.differences : exitCodes.done;
}

async function readSnapshot({ world }: Context, path: string): Promise<Snapshot> {
  return readSnapshotFile(await readNamedFile(world, path), path).snapshot;
}

/** A name that only one of them knows is still a name. */
function joinLabels(before: Labels, after: Labels): Labels {
  return {
    groups: { ...before.groups, ...after.groups },
    deletedGroups: after.deletedGroups,
    filters: { ...before.filters, ...after.filters },
  };
}
