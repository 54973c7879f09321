/** What a token says of itself; whether it is genuine is the service's business. */
export interface TokenFacts {
  readonly tenantId?: string;
  /** Who is signed in; absent for an app. */
  readonly account?: string;
  readonly appId?: string;
  readonly audience?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  readonly kind: "delegated" | "application" | "unknown";
  readonly permissions: readonly string[];
}

/** Reads the payload of a JWT; anything else says nothing. */
export function readTokenFacts(token: string): TokenFacts {
  const claims = readClaims(token);
  const text = (name: string): string | undefined => {
    const value = claims.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const [scopes, roles, expires] = [text("scp"), claims.get("roles"), claims.get("exp")];
  const account = text("upn") ?? text("preferred_username") ?? text("unique_name");
  const [tenantId, appId, audience] = [text("tid"), text("appid") ?? text("azp"), text("aud")];
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(account === undefined ? {} : { account }),
    ...(appId === undefined ? {} : { appId }),
    ...(audience === undefined ? {} : { audience }),
    ...(typeof expires === "number" ? { expiresAt: expires * 1000 } : {}),
    kind: scopes !== undefined ? "delegated" : Array.isArray(roles) ? "application" : "unknown",
    permissions: scopes?.split(" ") ?? (Array.isArray(roles) ? roles.map(String) : []),
  };
}

function readClaims(token: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
