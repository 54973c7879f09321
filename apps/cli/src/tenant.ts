import { readTokenFacts } from "./auth/token-facts.ts";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** The tenant that a session reaches, as far as it says who it is. */
export interface Tenant {
  /** For people and for the names of folders. */
  readonly name: string;
  /** Who is signed in, when the token says it. */
  readonly account: string | undefined;
  /** Throws (exit 5) unless a file's tenant is this one. */
  check(wanted: string, where: string): void;
}

/** Reads what the token says about itself; its signature is the service's business. */
export function createTenant(token: string, named: string | undefined, url: string): Tenant {
  const { tenantId: tid, account: upn } = readTokenFacts(token);
  const domain = upn?.split("@")[1];
  if (named !== undefined && isGuid(named) && tid !== undefined && named.toLowerCase() !== tid.toLowerCase())
    throw new CliError(`INTUNECTL_TENANT is ${named}, but the token is for ${tid}`, {
      code: "wrong-tenant",
      exitCode: exitCodes.refused,
    });
  // A domain that was named counts before the one of the account: it says which tenant is meant.
  const names = named === undefined || isGuid(named) ? [named, tid, domain] : [named, tid];
  const known = names.flatMap((one) => (one === undefined ? [] : [one.toLowerCase()]));
  const name = named ?? domain ?? tid ?? new URL(url).host;
  return {
    name,
    account: upn,
    check(wanted, where) {
      if (known.includes(wanted.toLowerCase())) return;
      const isOther = named !== undefined || (isGuid(wanted) && tid !== undefined);
      throw new CliError(
        isOther
          ? `${where} is for ${wanted}, but this session is for ${name}`
          : `${where} is for ${wanted}, and the token does not say whether it is for that tenant`,
        {
          code: isOther ? "wrong-tenant" : "unknown-tenant",
          exitCode: exitCodes.refused,
          hint: isOther ? `sign in to ${wanted}` : `set INTUNECTL_TENANT=${wanted} if it is`,
        },
      );
    },
  };
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
