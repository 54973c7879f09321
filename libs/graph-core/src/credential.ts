/** What a credential may be asked beside the scopes. */
export interface GetTokenOptions {
  readonly abortSignal?: AbortSignal;
  /** Claims, as JSON, that the service wants to see in the next token. */
  readonly claims?: string;
  /** The token is for a client that answers claims challenges. */
  readonly enableCae?: boolean;
  readonly tenantId?: string;
}

/** A token and the end of its life. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970, UTC. */
  readonly expiresOnTimestamp: number;
  /** From when on a new one is better, in milliseconds since 1970, UTC. */
  readonly refreshAfterTimestamp?: number;
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

/**
 * A credential that is made at the first call: `@azure/identity` costs a quarter of a second to load.
 *
 * @example
 * ```ts
 * const credential = lazyCredential(async () => new (await import("@azure/identity")).DefaultAzureCredential());
 * ```
 */
export function lazyCredential(create: () => Promise<TokenCredential>): TokenCredential {
  let made: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      made ??= create().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return (await made).getToken(scopes, options);
    },
  };
}
