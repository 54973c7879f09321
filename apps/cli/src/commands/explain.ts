import { type DirectoryEntry, findEntries, parseSelector, type Reach, toReach } from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { findGroups, readConfigurations, readFilters } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLabels } from "../labels.ts";
import type { ListedConfiguration } from "../render/configurations.ts";
import { renderConfiguration } from "../render/configuration.ts";
import { renderConfigurationExplanation, renderReaches, toReachWords } from "../render/explanation.ts";
import { toAssignmentRows } from "../render/plan-rows.ts";
import { type Session, withSession } from "../session.ts";
import { readListed, toConfigurationJson } from "./list-configurations.ts";

/** `explain <name>`: what reaches a group and why, or whom a configuration reaches and why. */
export async function explain(context: Context, given: Given): Promise<ExitCode> {
  const [wanted = ""] = given.arguments;
  const as = given.text("as");
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const selector = parseSelector(wanted);
    const configurations = await readConfigurations(session);
    const named = as === "group" || selector.kind === "pattern" ? [] : findEntries(selector, configurations);
    const near = as === "config" || selector.kind === "pattern" ? [] : await findGroups(session, selector);
    const groups = findEntries(selector, near);
    const [configuration] = named;
    const [group] = groups;
    if (named.length + groups.length > 1) throw toAmbiguous(wanted, named, groups);
    if (group !== undefined) return await explainGroup(context, session, group);
    if (configuration === undefined) throw toUnknown(wanted);
    const [one] = await readListed(session, named);
    return one === undefined ? exitCodes.failed : await explainConfiguration(context, session, one);
  });
}

async function explainGroup(context: Context, session: Session, group: DirectoryEntry): Promise<ExitCode> {
  const listed = await readListed(session, await readConfigurations(session));
  const filters = await readFilters(session);
  const labels = await readLabels(session, [], { groups: [group], filters });
  const reaches = listed.map(({ id, name, set }) => ({ id, name, reach: toReach(set, group.id) }));
  const shown = reaches.filter(({ reach }) => reach.kind !== "none");
  await context.answer({
    text: () => renderReaches(group, reaches, labels, context.appearance),
    value: {
      group: { id: group.id, name: group.name },
      configurations: shown.map(({ id, name, reach }) => ({
        id,
        name,
        ...toJson(reach),
        words: toReachWords(reach, labels),
      })),
    },
    rows: {
      columns: ["configuration", "configurationId", "reaches", "why"],
      rows: shown.map(({ id, name, reach }) => ({
        configuration: name,
        configurationId: id,
        reaches: reach.kind,
        why: toReachWords(reach, labels),
      })),
    },
  });
  return exitCodes.done;
}

function toJson(reach: Reach): object {
  switch (reach.kind) {
    case "included":
    case "kept-out":
      return { reach: reach.kind, targets: [reach.target] };
    case "everyone":
      return { reach: reach.kind, targets: reach.targets };
    case "unknown":
      return { reach: reach.kind, targets: null, reason: reach.reason };
    case "none":
      return { reach: reach.kind, targets: [] };
    default:
      return reach satisfies never;
  }
}

async function explainConfiguration(
  context: Context,
  session: Session,
  one: ListedConfiguration,
): Promise<ExitCode> {
  const filters = await readFilters(session);
  const sets = one.set.kind === "known" ? [one.set.assignments] : [];
  const labels = await readLabels(session, sets, { groups: [], filters });
  const { world, appearance } = context;
  await context.answer({
    text: () =>
      `${renderConfiguration(one, labels, world.now(), appearance)}\n${renderConfigurationExplanation(one.set, labels, appearance)}`,
    value: toConfigurationJson(one),
    rows: toAssignmentRows([one], labels),
  });
  return one.set.kind === "known" ? exitCodes.done : exitCodes.failed;
}

function toUnknown(wanted: string): CliError {
  return new CliError(`no group and no configuration is named "${wanted}"`, {
    code: "unknown-name",
    exitCode: exitCodes.usage,
    hint: `intunectl groups find "${wanted.slice(0, 4)}*", or intunectl configs list`,
  });
}

function toAmbiguous(
  wanted: string,
  configurations: readonly DirectoryEntry[],
  groups: readonly DirectoryEntry[],
): CliError {
  return new CliError(`"${wanted}" means more than one thing`, {
    code: "ambiguous-name",
    exitCode: exitCodes.usage,
    details: [
      ...configurations.map(({ id, name }) => ({ message: `configuration  ${id}  ${name}` })),
      ...groups.map(({ id, name }) => ({ message: `group          ${id}  ${name}` })),
    ],
    hint: "give the id, or --as group or --as config",
  });
}
