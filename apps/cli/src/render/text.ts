/** Text of the tenant without what could steer a terminal. */
export function toSafeText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}

/** Columns that a text takes, as far as one column a code point goes. */
export function toWidth(text: string): number {
  return Array.from(text).length;
}

/** A text filled up with spaces. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - toWidth(text)));
}

/** A text that fits, with its end cut when it must. */
export function cut(text: string, width: number, mark: string): string {
  return toWidth(text) <= width
    ? text
    : `${Array.from(text)
        .slice(0, Math.max(0, width - toWidth(mark)))
        .join("")}${mark}`;
}

/** Parts on lines that fit, with a separator between neighbours; its trailing spaces go at the end of a line. */
export function flow(parts: readonly string[], width: number, separator = ", "): readonly string[] {
  const mark = separator.trimEnd();
  const gap = separator.slice(mark.length);
  const lines: string[] = [];
  let line = "";
  for (const [index, part] of parts.entries()) {
    const piece = index === parts.length - 1 ? part : `${part}${mark}`;
    const joined = line === "" ? piece : `${line}${gap}${piece}`;
    if (line !== "" && toWidth(joined) > width) {
      lines.push(line);
      line = piece;
    } else line = joined;
  }
  return [...lines, line];
}

/** `1 warning`, `2 warnings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** How long ago, in one unit: `4 min ago`, `3 d ago`. */
export function toAge(iso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / 60_000);
  if (Number.isNaN(minutes)) return "?";
  // A clock that is behind the service's must not make things up.
  if (minutes < -5) return iso.slice(0, 10);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}
