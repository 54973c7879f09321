import { needSignIn } from "../auth/sign-in.ts";
import { readTokenFacts, type TokenFacts } from "../auth/token-facts.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toSafeText } from "../render/text.ts";

/** `whoami`: as whom, in which tenant, with what permissions. */
export async function whoami(context: Context): Promise<ExitCode> {
  if (context.options.demo) return await demo(context);
  const { source, cloud, tenant, token } = await needSignIn(context);
  const facts = readTokenFacts(token);
  const value = { source, cloud, tenant: tenant ?? null, ...facts };
  await context.answer({
    text: () => toIdentityText(source, cloud, tenant, facts, context.world.now()),
    value,
    rows: {
      columns: ["account", "tenant", "tenantId", "appId", "kind", "permissions", "source"],
      rows: [{ ...facts, permissions: facts.permissions.join(" "), tenant, source }],
    },
  });
  return exitCodes.done;
}

/** The demo tenant asks nobody to sign in, and has one person. */
async function demo(context: Context): Promise<ExitCode> {
  const value = {
    source: "demo",
    account: "admin@contoso.onmicrosoft.com",
    tenant: "contoso.onmicrosoft.com",
  };
  await context.answer({
    text: () => `${value.account}\nthe demo tenant needs no sign-in, and nothing leaves this machine\n`,
    value,
    rows: { columns: ["account", "tenant", "source"], rows: [value] },
  });
  return exitCodes.done;
}

/** Who a token says that it is for, on a few lines. */
export function toIdentityText(
  source: string,
  cloud: string,
  tenant: string | undefined,
  { account, appId, tenantId, kind, permissions, expiresAt }: TokenFacts,
  nowMs: number,
): string {
  const who = account ?? (appId === undefined ? "unknown: the token does not say" : `app ${appId}`);
  const left = expiresAt === undefined ? undefined : Math.floor((expiresAt - nowMs) / 60_000);
  const where = tenant ?? tenantId ?? "unknown: the token does not say";
  const lines = [
    ["signed in", toSafeText(who)],
    [
      "tenant",
      `${toSafeText(where)}${tenantId !== undefined && tenantId !== where ? `  ${toSafeText(tenantId)}` : ""}`,
    ],
    ["cloud", cloud],
    ["from", toSafeText(source)],
    ...(left === undefined ? [] : [["ends", left > 0 ? `in ${left} min` : "ended"]]),
    ["may", kind === "unknown" ? "unknown: the token does not say" : `${kind}:`],
  ];
  const head = lines.map(([name = "", text = ""]) => `${name.padEnd(11)}${text}\n`).join("");
  return `${head}${permissions.map((name) => `           ${toSafeText(name)}\n`).join("")}`;
}
