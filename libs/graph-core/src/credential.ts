/** What a credential may be asked beside the scopes. */
export interface GetTokenOptions {
  readonly abortSignal?: AbortSignal;
}

/** A token and the end of its life. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970, UTC. */
  readonly expiresOnTimestamp: number;
}

/**
 * Anything that can get a token: the shape of `@azure/identity`'s credentials, which stay the caller's dependency.
 *
 * @see https://learn.microsoft.com/javascript/api/@azure/core-auth/tokencredential
 */
export interface TokenCredential {
  getToken(scopes: string[], options?: GetTokenOptions): Promise<AccessToken | null>;
}

/**
 * A credential for a token that the caller already has; it is never refreshed.
 *
 * @example
 * ```ts
 * const graph = createGraphClient({ credential: staticToken("eyJ0eXAi…") });
 * ```
 */
export function staticToken(token: string): TokenCredential {
  const answer: AccessToken = { token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  return { getToken: () => Promise.resolve(answer) };
}
