/** Takes bearer tokens and JWTs out of a text: proxies and debug pages echo what they were sent. */
export function redactTokens(text: string): string {
  return text
    .replaceAll(/\bBearer\s+[\w.~+/=-]{8,}/gi, "Bearer [redacted]")
    .replaceAll(/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, "[redacted]");
}
