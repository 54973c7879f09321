/** A command line up to the cursor, taken apart. */
export interface ShellLine {
  /** Without quotes; the last one is being typed, and may be empty. */
  readonly words: readonly string[];
  /** The last word as it stands on the line. */
  readonly raw: string;
  /** The quote that the last word is in. */
  readonly quote: '"' | "'" | undefined;
}

/** Splits as a POSIX shell does: blanks between words, two kinds of quotes, a backslash before anything. */
export function splitShellLine(line: string): ShellLine {
  const words: string[] = [];
  let word = "";
  let start = 0;
  let isOpen = false;
  let quote: ShellLine["quote"];
  for (let index = 0; index < line.length; index += 1) {
    const sign = line.charAt(index);
    if (quote === undefined && /\s/.test(sign)) {
      if (isOpen) words.push(word);
      word = "";
      isOpen = false;
      start = index + 1;
    } else if (quote === undefined && (sign === '"' || sign === "'")) {
      quote = sign;
      isOpen = true;
    } else if (sign === quote) quote = undefined;
    else if (sign === "\\" && quote !== "'") {
      index += 1;
      word += line.charAt(index);
      isOpen = true;
    } else {
      word += sign;
      isOpen = true;
    }
  }
  return { words: [...words, word], raw: line.slice(start), quote };
}

/** A value as a word of a bash command line, from where bash lets a completion begin. */
export function toBashReply(value: string, { raw, quote }: ShellLine): string {
  // Inside of quotes bash keeps the opening one and closes it itself.
  if (quote === "'") return value.replaceAll("'", String.raw`'\''`);
  if (quote === '"') return value.replaceAll(/["$`\\]/g, String.raw`\$&`);
  const escaped = value.replaceAll(/[^\w.,:=@%/+-]/g, String.raw`\$&`);
  // Outside of them a colon and an equals sign begin a new word for bash, so what is before the last one stays.
  const breaks = Array.from(raw).filter(isBreak).length;
  let seen = 0;
  const cut = Array.from(escaped).findIndex((sign) => isBreak(sign) && ++seen === breaks);
  return escaped.slice(cut + 1);
}

function isBreak(sign: string): boolean {
  return sign === ":" || sign === "=";
}
