/** Words as one line that a shell reads back, for the record and for hints. */
export function toCommandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w.:/\\-]+$/.test(word) ? word : `"${word.replaceAll('"', String.raw`\"`)}"`))
    .join(" ");
}
