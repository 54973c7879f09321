import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Names of those who may ask, by token. The environment's token is `api`'s; else the folder has one, made once. */
export function readTokens(
  data: string,
  env: Readonly<Record<string, string | undefined>>,
): {
  readonly principalByToken: ReadonlyMap<string, string>;
  readonly first: string;
  readonly where: string;
} {
  const given = env["INTUNE_WORKER_TOKENS"];
  if (given !== undefined && given.trim() !== "") {
    // `ana=secret pipeline=secret`
    const pairs = given
      .trim()
      .split(/[\s,]+/)
      .map((pair): [string, string] => {
        const at = pair.indexOf("=");
        return at === -1 ? [pair, "api"] : [pair.slice(at + 1), pair.slice(0, at)];
      });
    return { principalByToken: new Map(pairs), first: pairs[0]?.[0] ?? "", where: "INTUNE_WORKER_TOKENS" };
  }
  const file = join(data, "token");
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    token = randomBytes(24).toString("base64url");
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: "wx" });
  }
  return { principalByToken: new Map([[token, "local"]]), first: token, where: file };
}
