import type {
  GraphAuthenticationError,
  GraphError,
  GraphInputError,
  GraphNetworkError,
  GraphPermissionError,
  GraphResponseError,
  GraphThrottledError,
  GraphTimeoutError,
} from "./errors.ts";

// By name, not by class: an error of another copy of this library is one too.

/**
 * Whether a thrown value is a `GraphError` of any kind.
 *
 * @example
 * ```ts
 * if (isGraphError(error) && error.status === 404) console.error("gone");
 * ```
 */
export function isGraphError(value: unknown): value is GraphError {
  return (
    value instanceof Error &&
    /^Graph(?:Throttled|Network|Timeout|Authentication|Permission|Response)?Error$/.test(value.name)
  );
}

/**
 * Whether the service, or the client's own queue, had no room; `retryAfterMs` says for how long, when that is known.
 *
 * @example
 * ```ts
 * const waitMs = isGraphThrottledError(error) ? (error.retryAfterMs ?? 20_000) : 0;
 * ```
 */
export function isGraphThrottledError(value: unknown): value is GraphThrottledError {
  return isNamed(value, "GraphThrottledError");
}

/**
 * Whether no response came; what the service did is not known.
 *
 * @example
 * ```ts
 * if (isGraphNetworkError(error) && error.mayHaveTakenEffect) console.error("read it again");
 * ```
 */
export function isGraphNetworkError(value: unknown): value is GraphNetworkError {
  return isNamed(value, "GraphNetworkError");
}

/**
 * Whether the deadline passed; what the service did is not known when `attempts` is not 0.
 *
 * @example
 * ```ts
 * if (isGraphTimeoutError(error)) console.error(`gave up after ${error.attempts} attempts`);
 * ```
 */
export function isGraphTimeoutError(value: unknown): value is GraphTimeoutError {
  return isNamed(value, "GraphTimeoutError");
}

/**
 * Whether there was no token, or none that the service takes.
 *
 * @example
 * ```ts
 * if (isGraphAuthenticationError(error)) console.error("sign in again:", error.message);
 * ```
 */
export function isGraphAuthenticationError(value: unknown): value is GraphAuthenticationError {
  return isNamed(value, "GraphAuthenticationError");
}

/**
 * Whether the token does not allow the operation.
 *
 * @example
 * ```ts
 * if (isGraphPermissionError(error)) console.error("not allowed:", error.message);
 * ```
 */
export function isGraphPermissionError(value: unknown): value is GraphPermissionError {
  return isNamed(value, "GraphPermissionError");
}

/**
 * Whether a response came that cannot be taken for a result.
 *
 * @example
 * ```ts
 * if (isGraphResponseError(error)) console.error(error.code, error.body);
 * ```
 */
export function isGraphResponseError(value: unknown): value is GraphResponseError {
  return isNamed(value, "GraphResponseError");
}

/**
 * Whether an input could not be sent; nothing was.
 *
 * @example
 * ```ts
 * if (isGraphInputError(error)) console.error(error.parameter, error.message);
 * ```
 */
export function isGraphInputError(value: unknown): value is GraphInputError {
  return isNamed(value, "GraphInputError");
}

function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name;
}
