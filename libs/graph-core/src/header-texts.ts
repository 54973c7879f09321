/** Headers as texts: as they are when none is a list, which only cookies are, or else a copy with the lists joined. */
export function toTexts(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  if (areTexts(headers)) return headers;
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) texts[name] = typeof value === "string" ? value : value.join(", ");
  return texts;
}

function areTexts(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): headers is Readonly<Record<string, string>> {
  for (const name in headers) if (typeof headers[name] !== "string") return false;
  return true;
}
