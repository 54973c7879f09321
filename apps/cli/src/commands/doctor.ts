import { clouds } from "@intunectl/graph-core";
import { operations } from "@intunectl/graph-intune";
import { clientClouds, readCloudName } from "../auth/cloud-names.ts";
import { findSignIn, type SignIn } from "../auth/sign-in.ts";
import { readTokenFacts } from "../auth/token-facts.ts";
import { CliError } from "../cli-error.ts";
import type { Need } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { commandDefinitions } from "../definitions/index.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { leastPermissions } from "../least-permissions.ts";
import { needOperations } from "../needs.ts";
import { flow, toSafeText } from "../render/text.ts";
import { readRuns } from "../run-store.ts";
import { toStateFolder } from "../state-folder.ts";

/** One thing that was looked at. */
interface Check {
  readonly name: string;
  readonly state: "good" | "bad" | "odd";
  readonly message: string;
  readonly fix?: string;
  /** Bad in a way that signing in or a permission mends. */
  readonly isSignIn?: boolean;
}

/** `doctor`: looks at everything that a command needs, signed in or not, with a network or without. */
export async function doctor(context: Context): Promise<ExitCode> {
  const { world, options } = context;
  const signIn = await readSignIn(context);
  const checks: readonly Check[] = [
    checkNode(world.nodeVersion, world.readVersion()),
    ...(options.demo ? [] : [await checkNetwork(context)]),
    ...signIn.checks,
    ...(signIn.found === undefined ? [] : checkToken(context, signIn.found)),
    ...(await checkState(context)),
  ];
  await context.answer({
    text: () => renderChecks(checks, context),
    value: { checks: checks.map(({ name, state, message, fix = null }) => ({ name, state, message, fix })) },
    rows: {
      columns: ["name", "state", "message", "fix"],
      rows: checks.map(({ name, state, message, fix }) => ({ name, state, message, fix })),
    },
  });
  const bad = checks.filter(({ state }) => state === "bad");
  if (bad.length === 0) return exitCodes.done;
  return bad.some(({ isSignIn }) => isSignIn === true) ? exitCodes.signIn : exitCodes.failed;
}

function checkNode(node: string, version: string): Check {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const isNew = major > 22 || (major === 22 && minor >= 13);
  const message = `Node ${node}, intunectl ${version}`;
  return isNew ? good("node", message) : bad("node", message, "Node 22.13 or newer is needed");
}

async function checkNetwork({ world, options }: Context): Promise<Check> {
  const named = world.environment["INTUNECTL_GRAPH_URL"] ?? "";
  const cloud = readCloudName(options.cloud ?? "public");
  const url = named === "" ? clouds[clientClouds[cloud]].graph : named;
  const answer = await world.reach(url);
  if (answer === undefined) return good("network", `${url} can be reached`);
  return bad(
    "network",
    `${url} cannot be reached: ${answer}`,
    "look at the address, the proxy (HTTPS_PROXY) and the network",
  );
}

async function readSignIn(
  context: Context,
): Promise<{ readonly found?: SignIn; readonly checks: readonly Check[] }> {
  if (context.options.demo) return { checks: [good("sign-in", "the demo tenant needs none")] };
  try {
    const found = await findSignIn(context);
    if (found !== undefined) return { found, checks: [] };
    const fix = "intunectl login, or INTUNECTL_ACCESS_TOKEN; intunectl setup says how to register an app";
    return { checks: [{ ...bad("sign-in", "not signed in", fix), isSignIn: true }] };
  } catch (error) {
    const { message, hint = "intunectl login" } =
      error instanceof CliError ? error : { message: String(error) };
    return { checks: [{ ...bad("sign-in", message, hint), isSignIn: true }] };
  }
}

function checkToken({ world }: Context, { source, tenant, token }: SignIn): readonly Check[] {
  const facts = readTokenFacts(token);
  const who =
    facts.account ?? (facts.appId === undefined ? "somebody (the token does not say)" : `app ${facts.appId}`);
  const where = tenant ?? facts.tenantId ?? "a tenant that the token does not name";
  const checks: Check[] = [good("sign-in", `signed in as ${who} in ${where}, from ${source}`)];
  const left = facts.expiresAt === undefined ? undefined : facts.expiresAt - world.now();
  if (left !== undefined && left <= 0)
    checks.push({
      ...bad("token", "the token has ended", "sign in again, or put a fresh one in its place"),
      isSignIn: true,
    });
  else if (left !== undefined && left < 10 * 60_000)
    checks.push(
      odd("token", `the token ends in ${Math.floor(left / 60_000)} min`, "a long run may outlive it"),
    );
  if (facts.kind === "unknown")
    return [...checks, odd("permissions", "the token does not say what it may do", "the service decides")];
  for (const need of ["read", "groups", "write"] as const) {
    const lacking = findLacking(need, facts.permissions, facts.kind);
    if (lacking === undefined) continue;
    const users = commandDefinitions.filter((one) => one.needs?.includes(need)).map(({ name }) => name);
    const message = `permission ${lacking} not granted: ${users.join(", ")} need it`;
    const fix = `an administrator grants it (${facts.kind}): intunectl setup`;
    // Looking without writing is a way to work, and no fault.
    checks.push(
      need === "write"
        ? odd("permissions", message, fix)
        : { ...bad("permissions", message, fix), isSignIn: true },
    );
  }
  if (!checks.some(({ name }) => name === "permissions"))
    checks.push(good("permissions", "all that the commands need"));
  return checks;
}

function findLacking(
  need: Need,
  granted: readonly string[],
  kind: "delegated" | "application",
): string | undefined {
  const used = operations.filter(({ name }) => needOperations[need].includes(name));
  const isGranted = used.every((one) => one.permissions[kind].some((name) => granted.includes(name)));
  return isGranted ? undefined : leastPermissions(need, kind).join(" and ");
}

async function checkState({ world, options }: Context): Promise<readonly Check[]> {
  const folder = toStateFolder(world, options.demo);
  const { runs, unreadable } = await readRuns(world, folder);
  const checks: Check[] = [];
  for (const { path, reason } of unreadable)
    checks.push(
      bad("runs", `${path} cannot be read: ${reason}`, "move it away; what it recorded cannot be undone"),
    );
  for (const { id, command, finishedAt } of runs)
    if (finishedAt === undefined)
      checks.push(
        odd(
          "runs",
          `run ${id} did not come to its end: ${command}`,
          `intunectl history ${id}, then apply --resume ${id} or undo ${id}`,
        ),
      );
  return checks.length > 0
    ? checks
    : [good("runs", `${runs.length === 1 ? "1 run" : `${runs.length} runs`} on record in ${folder}`)];
}

function renderChecks(checks: readonly Check[], { appearance: { glyphs, color, width } }: Context): string {
  const signs = {
    good: color("add", glyphs.done),
    bad: color("remove", glyphs.failed),
    odd: color("warning", "!".padEnd(glyphs.done.length)),
  };
  const indent = glyphs.done.length + 1;
  const wrap = (text: string, left: number): string =>
    flow(toSafeText(text).split(" "), width - left, " ").join(`\n${" ".repeat(left)}`);
  return checks
    .map(({ state, message, fix }) => {
      const line = `${signs[state]} ${wrap(message, indent)}\n`;
      return fix === undefined ? line : `${line}${" ".repeat(indent)}fix  ${wrap(fix, indent + 5)}\n`;
    })
    .join("");
}

function good(name: string, message: string): Check {
  return { name, state: "good", message };
}

function bad(name: string, message: string, fix: string): Check {
  return { name, state: "bad", message, fix };
}

function odd(name: string, message: string, fix: string): Check {
  return { name, state: "odd", message, fix };
}
