import { checkGuard, type Guard, type PlannedConfiguration } from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { readSets } from "./directory-reader.ts";
import type { ExecutablePlan } from "./execute.ts";
import { exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";
import { readLabels, toKnownNames } from "./labels.ts";
import { renderMoved } from "./render/moved.ts";
import type { Session } from "./session.ts";

/** A configuration, and whether it still may be written. */
export interface Guarded {
  readonly planned: PlannedConfiguration;
  readonly guard: Guard;
}

/** How every configuration stands; throws when one of them moved or cannot be read. */
export async function checkAll(
  { appearance }: Context,
  session: Session,
  plan: ExecutablePlan,
  again: string,
): Promise<readonly Guarded[]> {
  const sets = await readSets(session, plan.configurations);
  const guards = plan.configurations.map((planned): Guarded => {
    const current = sets.get(planned.id.toLowerCase());
    const guard: Guard =
      current === undefined
        ? { kind: "unreadable", reason: "it was not read" }
        : checkGuard(planned, current);
    return { planned, guard };
  });
  const unreadable = guards.flatMap(({ planned, guard }) =>
    guard.kind === "unreadable" ? [{ planned, guard }] : [],
  );
  if (unreadable.length > 0)
    throw new CliError("could not be read, so nothing was written", {
      code: "unreadable",
      exitCode: unreadable.some(({ guard }) => isSignIn(guard.failure?.status))
        ? exitCodes.signIn
        : exitCodes.failed,
      details: unreadable.map(({ planned, guard }) => ({ message: `${planned.name}: ${guard.reason}` })),
    });
  const moved = guards.flatMap(({ planned, guard }) => (guard.kind === "moved" ? [{ planned, guard }] : []));
  if (moved.length === 0) return guards;
  const labels = await readLabels(
    session,
    moved.map(({ guard }) => guard.changes),
    toKnownNames(plan.labels),
  );
  throw new CliError("tenant changed since this plan was made; nothing was written", {
    code: "moved",
    exitCode: exitCodes.refused,
    hint: again,
    details: moved.flatMap(({ planned, guard }) =>
      renderMoved(planned.name, guard.changes, labels, appearance).map((message) => ({ message })),
    ),
  });
}
