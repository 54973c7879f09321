/** Takes bearer tokens and JWTs out of a text: proxies and debug pages echo what they were sent. */
export function redactTokens(text: string): string {
  return text.replaceAll(/\b(?:Bearer\s+[\w.~+/=-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/gi, "[redacted]");
}
