import { type AssignmentChange, type PlanFile, toAudience } from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { toAppearance } from "./render/appearance.ts";
import { flow, toSafeText } from "./render/text.ts";
import { toWho } from "./render/words.ts";

/** What a confirmation is about. */
export type Confirmable = Pick<PlanFile, "tenant" | "configurations" | "labels">;

/** How a plan is confirmed. */
export interface ConfirmOptions {
  /** `Apply to contoso.onmicrosoft.com?` */
  readonly question: string;
  /** More removals than this want the tenant's name. */
  readonly maxRemovals: number;
  /** When a plain yes or no is asked: whenever somebody may lose something, always, or never. */
  readonly ask: "losses" | "always" | "never";
}

/**
 * Asks what must be asked before a plan is carried out; throws when the answer is no.
 *
 * A plan that touches everyone or removes a lot wants the tenant's name; where nobody can be asked it is refused. For the
 * rest, a person without a terminal has said yes by typing the command.
 */
export async function confirmPlan(
  context: Context,
  plan: Confirmable,
  { question, maxRemovals, ask }: ConfirmOptions,
): Promise<void> {
  if (context.options.yes) return;
  const danger = findDanger(plan, maxRemovals);
  if (danger !== undefined) return await confirmByName(context, plan.tenant, danger);
  const kinds = plan.configurations.flatMap(({ changes }) => changes.map(({ kind }) => kind));
  const mayLose = kinds.some((kind) => kind === "remove" || kind === "change");
  if (ask === "always" ? kinds.some((kind) => kind !== "keep") : ask === "losses" && mayLose)
    await confirm(context, question);
}

/** Asks on a terminal; without one the person has said yes by typing the command. Throws when the answer is no. */
export async function confirm(context: Context, question: string): Promise<void> {
  const { world, options, progress } = context;
  if (options.yes) return;
  if (!options.input)
    throw new CliError("this asks for a confirmation, and --no-input forbids it", {
      code: "needs-confirmation",
      exitCode: exitCodes.usage,
      hint: "add --yes",
    });
  if (!world.isInputTerminal || !world.err.isTerminal) return;
  progress.clear();
  const answer = await askInLines(context, `${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw notConfirmed;
}

const notConfirmed = new CliError("not confirmed; nothing was written", {
  code: "not-confirmed",
  exitCode: exitCodes.failed,
});

async function confirmByName(context: Context, tenant: string, danger: string): Promise<void> {
  const { world, options, progress } = context;
  if (!options.input || !world.isInputTerminal || !world.err.isTerminal)
    throw new CliError(`this ${danger}, and nobody can be asked; nothing was written`, {
      code: "needs-confirmation",
      exitCode: exitCodes.refused,
      hint: "look at the plan, then add --yes",
    });
  progress.clear();
  const answer = await askInLines(context, `This ${danger}. Type the tenant's name to go on (${tenant}): `);
  const typed = answer.trim().toLowerCase();
  if (typed === tenant.toLowerCase() || (typed !== "" && typed === tenant.toLowerCase().split(".")[0]))
    return;
  throw notConfirmed;
}

/** Asks in lines that fit: a terminal would break them within a word. */
async function askInLines({ world, options }: Context, question: string): Promise<string> {
  const { width } = toAppearance(world, options, "err");
  const lines = flow(toSafeText(question.trimEnd()).split(" "), width - 1, " ");
  for (const line of lines.slice(0, -1)) world.err.write(`${line}\n`);
  return await world.ask(`${lines.at(-1) ?? ""} `);
}

/** Why a plan wants more than a yes: `removes "All users" from Office: macro policy`. */
function findDanger({ configurations, labels }: Confirmable, maxRemovals: number): string | undefined {
  for (const { name, changes } of configurations) {
    const change = changes.find(
      ({ kind, target }) => kind !== "keep" && ["all-devices", "all-users"].includes(toAudience(target).kind),
    );
    if (change !== undefined)
      return `${toVerb(change.kind)} "${toWho(change.target, labels)}" ${toPlace(change.kind)} ${name}`;
  }
  const removals = configurations
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kind === "remove").length;
  return removals > maxRemovals ? `removes ${removals} assignments` : undefined;
}

function toVerb(kind: AssignmentChange["kind"]): string {
  return kind === "add" ? "adds" : kind === "remove" ? "removes" : "changes";
}

function toPlace(kind: AssignmentChange["kind"]): string {
  return kind === "add" ? "to" : kind === "remove" ? "from" : "of";
}
