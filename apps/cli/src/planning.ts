import {
  type AssignmentSet,
  type AssignRequest,
  createPlanFile,
  type DesiredState,
  type Diagnostic,
  type Directory,
  formatDiagnostic,
  parseDesiredState,
  type PlanFile,
  type PlannedConfiguration,
  planConfigurations,
  type SkippedConfiguration,
  resolveDesiredState,
  resolveRequest,
  type Resolution,
} from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import { readDirectory, readSets, toGroupSelectors } from "./directory-reader.ts";
import { exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";
import { readLabels } from "./labels.ts";
import { toFindingWords } from "./render/words.ts";
import type { Session } from "./session.ts";

/** Reads a desired-state file's text, or throws with everything that is wrong with it. */
export function readDesiredState(text: string, file: string): DesiredState {
  const decoded = parseDesiredState(text, file);
  if (decoded.kind === "decoded") return decoded.state;
  throw toDiagnosticsError(decoded.diagnostics);
}

/** Plans a desired state against the tenant; sends nothing but reads. */
export async function planDesiredState(session: Session, state: DesiredState): Promise<PlanFile> {
  session.tenant.check(state.tenant, state.file);
  const selectors = state.groups.map(({ name, id }) =>
    id === undefined ? ({ kind: "name", name } as const) : ({ kind: "id", id } as const),
  );
  const directory = await readDirectory(session, selectors);
  const resolution = resolveDesiredState(state, directory);
  return await planResolution(session, resolution, directory, { tenant: state.tenant, source: state.file });
}

/** Plans what was typed on the command line. */
export async function planRequest(session: Session, request: AssignRequest): Promise<PlanFile> {
  const directory = await readDirectory(session, toGroupSelectors([...request.to, ...request.except]));
  return await planResolution(session, resolveRequest(request, directory), directory, {
    tenant: session.tenant.name,
  });
}

async function planResolution(
  session: Session,
  resolution: Resolution,
  directory: Directory,
  facts: Pick<PlanFile, "tenant" | "source">,
): Promise<PlanFile> {
  if (resolution.kind === "unresolved") throw toDiagnosticsError(resolution.diagnostics);
  const sets = await readSets(session, resolution.configurations);
  const { configurations, skipped, findings, refused } = planConfigurations(resolution.configurations, sets);
  const isForbidden = resolution.configurations.some(({ id }) => isSignInSet(sets.get(id.toLowerCase())));
  const unknown = (message: string, among: readonly SkippedConfiguration[]): CliError =>
    new CliError(message, {
      code: "unknown-set",
      exitCode: isForbidden ? exitCodes.signIn : exitCodes.refused,
      details: among.map(({ name, reason }) => ({ message: `${name}: ${reason}` })),
      hint: "leave these out, or make them readable; nothing was sent",
    });
  if (refused.length > 0) throw unknown("cannot replace what is not known", refused);
  if (skipped.length > 0 && configurations.length === 0) throw unknown("nothing could be planned", skipped);
  const labels = await readLabels(
    session,
    configurations.flatMap(({ before, after }) => [before, after]),
    directory,
  );
  const blocking = findings.filter(
    ({ severity, code }) => severity === "error" && code !== "unknown-target-type",
  );
  if (blocking.length > 0)
    throw new CliError("the plan would be wrong; nothing was sent", {
      code: blocking[0]?.code ?? "lint",
      exitCode: exitCodes.usage,
      details: blocking.map((finding) => ({
        message: `${nameOf(finding.configurationId, configurations)}: ${toFindingWords(finding, labels)}`,
      })),
    });
  return createPlanFile({ ...facts, configurations, skipped, findings, labels });
}

function nameOf(wanted: string, configurations: readonly PlannedConfiguration[]): string {
  return configurations.find(({ id }) => id === wanted)?.name ?? wanted;
}

function isSignInSet(set: AssignmentSet | undefined): boolean {
  return set?.kind === "unknown" && isSignIn(set.failure?.status);
}

function toDiagnosticsError(diagnostics: readonly Diagnostic[]): CliError {
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
