/**
 * The claims that a 401 asks to see in the next token, as JSON; `undefined` when it asks for none.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function parseClaimsChallenge(header: string | undefined): string | undefined {
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
