import {
  type Assignment,
  type AssignmentSet,
  type AssignRequest,
  createPlanFile,
  type DesiredState,
  type Diagnostic,
  type Directory,
  findDeletedGroups,
  formatDiagnostic,
  type PlanFile,
  type PlanFinding,
  planConfigurations,
  type ResolvedConfiguration,
  type Resolution,
  resolveDesiredStates,
  resolveRequest,
  type SkippedConfiguration,
} from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import { readDirectory, readSets, toGroupSelectors } from "./directory-reader.ts";
import { exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";
import { readLabels } from "./labels.ts";
import { toFindingWords } from "./render/words.ts";
import type { Session } from "./session.ts";

/** A plan, and what it leaves out because the person asked for that. */
export interface Planned {
  readonly plan: PlanFile;
  readonly leftOut: readonly Diagnostic[];
}

/** Plans desired states against the tenant; sends nothing but reads. */
export async function planDesiredStates(
  session: Session,
  states: readonly DesiredState[],
  options: { readonly skipUnresolved: boolean; readonly source: string },
): Promise<Planned> {
  const named = states.filter(({ tenant }) => tenant !== "");
  for (const { tenant, file } of named) session.tenant.check(tenant, file);
  const selectors = states
    .flatMap(({ groups }) => groups)
    .map(({ name, id }) =>
      id === undefined ? ({ kind: "name", name } as const) : ({ kind: "id", id } as const),
    );
  const unique = [...new Map(selectors.map((one) => [JSON.stringify(one).toLowerCase(), one])).values()];
  const directory = await readDirectory(session, unique);
  const resolution = resolveDesiredStates(states, directory, options);
  const tenant = named[0]?.tenant ?? session.tenant.name;
  return await planResolution(session, resolution, directory, { tenant, source: options.source });
}

/** What an `unassign` takes away beside the groups that are named. */
export type AlsoRemoved = "all" | "deleted";

/** Plans what was typed on the command line. */
export async function planRequest(
  session: Session,
  request: AssignRequest,
  alsoRemoved?: AlsoRemoved,
): Promise<PlanFile> {
  const directory = await readDirectory(session, toGroupSelectors([...request.to, ...request.except]));
  const resolution = resolveRequest(request, directory);
  const facts = { tenant: session.tenant.name };
  return (await planResolution(session, resolution, directory, facts, alsoRemoved)).plan;
}

/** Plans what was resolved: reads the sets, decides, and refuses what must not be written. */
export async function planResolution(
  session: Session,
  resolution: Resolution,
  directory: Directory,
  facts: Pick<PlanFile, "tenant" | "source">,
  alsoRemoved?: AlsoRemoved,
): Promise<Planned> {
  if (resolution.kind === "unresolved") throw toDiagnosticsError(resolution.diagnostics);
  const sets = await readSets(session, resolution.configurations);
  const known = [...sets.values()].flatMap((set) => (set.kind === "known" ? [set.assignments] : []));
  const wanted = resolution.configurations.flatMap(({ desired }) => desired);
  const labels = await readLabels(session, [...known, wanted], directory);
  const complete = resolution.configurations.map((configuration) =>
    alsoRemoved === undefined
      ? configuration
      : withRemoved(
          configuration,
          sets.get(configuration.id.toLowerCase()),
          alsoRemoved,
          labels.deletedGroups,
        ),
  );
  const { configurations, skipped, findings, refused } = planConfigurations(complete, sets);
  refuseUnknown(sets, refused, skipped, configurations.length);
  const deleted = configurations.flatMap(({ id, after }) =>
    findDeletedGroups(after, labels.deletedGroups).map((finding) => ({ configurationId: id, ...finding })),
  );
  const plan = createPlanFile({
    ...facts,
    readAt: session.now(),
    configurations,
    skipped: [...skipped, ...resolution.skipped],
    findings: [...findings, ...deleted],
    labels,
  });
  refuseErrors(plan);
  return { plan, leftOut: resolution.leftOut };
}

function withRemoved(
  configuration: ResolvedConfiguration,
  set: AssignmentSet | undefined,
  alsoRemoved: AlsoRemoved,
  deletedGroups: readonly string[],
): ResolvedConfiguration {
  if (set?.kind !== "known") return configuration;
  const isMeant = ({ target }: Assignment): boolean =>
    alsoRemoved === "all" || ("groupId" in target && deletedGroups.includes(target.groupId.toLowerCase()));
  return { ...configuration, desired: [...configuration.desired, ...set.assignments.filter(isMeant)] };
}

function refuseUnknown(
  sets: ReadonlyMap<string, AssignmentSet>,
  refused: readonly SkippedConfiguration[],
  skipped: readonly SkippedConfiguration[],
  planned: number,
): void {
  const isForbidden = [...sets.values()].some(
    (set) => set.kind === "unknown" && isSignIn(set.failure?.status),
  );
  const unknown = (message: string, among: readonly SkippedConfiguration[]): CliError =>
    new CliError(message, {
      code: "unknown-set",
      exitCode: isForbidden ? exitCodes.signIn : exitCodes.refused,
      details: among.map(({ name, reason }) => ({ message: `${name}: ${reason}` })),
      hint: "leave these out, or make them readable; nothing was sent",
    });
  if (refused.length > 0) throw unknown("cannot replace what is not known", refused);
  if (skipped.length > 0 && planned === 0) throw unknown("nothing could be planned", skipped);
}

function refuseErrors({ findings, configurations, labels }: PlanFile): void {
  // A set that is not understood is skipped already, with its reason.
  const blocking = findings.filter(
    ({ severity, code }) => severity === "error" && code !== "unknown-target-type",
  );
  if (blocking.length === 0) return;
  const toName = ({ configurationId }: PlanFinding): string =>
    configurations.find(({ id }) => id === configurationId)?.name ?? configurationId;
  throw new CliError("the plan would be wrong; nothing was sent", {
    code: blocking[0]?.code ?? "lint",
    exitCode: exitCodes.usage,
    details: blocking.map((finding) => ({
      message: `${toName(finding)}: ${toFindingWords(finding, labels)}`,
    })),
  });
}

/** Everything that a person can mend, as one error. */
export function toDiagnosticsError(diagnostics: readonly Diagnostic[]): CliError {
  const [first] = diagnostics;
  const number = diagnostics.length === 1 ? "1 problem" : `${diagnostics.length} problems`;
  return new CliError(`${number}; nothing was sent`, {
    code: diagnostics.length === 1 && first !== undefined ? first.code : "invalid-input",
    exitCode: exitCodes.usage,
    details: diagnostics.map((diagnostic) => ({
      ...diagnostic,
      message: formatDiagnostic(diagnostic),
    })),
  });
}
