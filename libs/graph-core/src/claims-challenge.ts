import type { AttemptMiddleware, TokenSource } from "./call.ts";

/**
 * Answers a claims challenge: a 401 that asks for claims gets one new token with them, and the request is sent again.
 *
 * @example
 * ```ts
 * const token = createTokenSource(credential);
 * const graph = createGraphSender({ token, attempts: [answerClaims(token)] });
 * ```
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function answerClaims(token: TokenSource): AttemptMiddleware {
  return (next) => async (call) => {
    const response = await next(call);
    const { token: sent, refused } = call;
    if (response.status !== 401 || refused !== undefined || sent === undefined) return response;
    const claims = parseClaimsChallenge(response.headers["www-authenticate"]);
    if (claims === undefined) return response;
    call.refused = { token: sent, claims };
    return (await token(call)) === sent ? response : next(call);
  };
}

/** The claims that a 401 asks to see in the next token, as JSON; `undefined` when it asks for none. */
function parseClaimsChallenge(header: string | undefined): string | undefined {
  const encoded = /\bclaims="([^"]+)"/i.exec(header ?? "")?.[1];
  return encoded === undefined ? undefined : decodeBase64Url(encoded);
}

/** The text in base64 of either alphabet; `undefined` when it is none. */
export function decodeBase64Url(text: string): string | undefined {
  try {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
