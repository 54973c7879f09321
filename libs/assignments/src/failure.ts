/** What is worth keeping of a thrown value: plain data that can go to a file. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** HTTP status, when a response came. */
  readonly status?: number;
  readonly requestId?: string;
}

/** The facts of anything that was thrown; a `GraphError` is known by its shape. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: "unexpected", message: String(error) };
  const facts = new Map<string, unknown>(Object.entries(error));
  const [code, status, requestId] = [facts.get("code"), facts.get("status"), facts.get("requestId")];
  return {
    code: typeof code === "string" ? code : "unexpected",
    message: error.message,
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof requestId === "string" ? { requestId } : {}),
  };
}
