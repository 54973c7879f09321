/** What a Graph error message holds once Intune's wrapping is taken off. */
export interface UnwrappedMessage {
  /** The human sentence. */
  readonly message: string;
  /** The code of the nested document, which knows more than the outer `UnknownError`. */
  readonly code?: string;
  readonly activityId?: string;
  /** The nested `RetryAfter`, as it was written. */
  readonly retryAfter?: string;
}

/**
 * Takes the human sentence out of an error message.
 *
 * Intune puts a JSON document, as a string, into `error.message`, sometimes twice, and appends operation id,
 * activity id and an internal address to the sentence.
 *
 * @example
 * ```ts
 * const { message, activityId } = unwrapMessage('{"Message":"Not found - Activity ID: 3b7f2ac1-…"}');
 * ```
 * @see https://github.com/microsoft/Intune-PowerShell-SDK/issues/123
 */
export function unwrapMessage(text: string): UnwrappedMessage {
  let current: UnwrappedMessage = { message: text };
  // Two levels have been seen; the bound only keeps a hostile answer from taking long.
  for (let depth = 0; depth < 5; depth += 1) {
    const inner = decodeNested(current.message);
    if (inner === undefined) break;
    current = { ...current, ...inner };
  }
  const activityId = /Activity ID:\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(
    current.message,
  )?.[1];
  const message = stripTrace(current.message);
  return { ...current, message, ...(activityId === undefined ? {} : { activityId }) };
}

function decodeNested(text: string): UnwrappedMessage | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  const value = parseObject(text);
  const message = value?.["Message"] ?? value?.["message"];
  if (typeof message !== "string") return undefined;
  const code = value?.["ErrorCode"];
  const retryAfter = value?.["RetryAfter"];
  return {
    message,
    ...(typeof code === "string" && code !== "" ? { code } : {}),
    ...(typeof retryAfter === "string" || typeof retryAfter === "number"
      ? { retryAfter: String(retryAfter) }
      : {}),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const traceMarks = [" - Operation ID", " - Activity ID:", " - Url: http"];

function stripTrace(text: string): string {
  const starts = traceMarks.map((mark) => text.indexOf(mark)).filter((index) => index >= 0);
  return (starts.length === 0 ? text : text.slice(0, Math.min(...starts))).trim();
}
