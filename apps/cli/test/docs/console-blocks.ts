/** One command of a console block, and what follows it. */
export interface ConsoleStep {
  readonly command: string;
  readonly output: string;
}

/** A part of a page: text that stays, or a console block. */
export type PagePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "console"; readonly steps: readonly ConsoleStep[] };

/** Takes a page apart; joined again it is the same page. */
export function splitPage(page: string): readonly PagePart[] {
  const parts: PagePart[] = [];
  let last = 0;
  for (const match of page.matchAll(/^```console\n(.*?)^```\n/gms)) {
    parts.push({ kind: "text", text: page.slice(last, match.index) });
    parts.push({ kind: "console", steps: toSteps(match[1] ?? "") });
    last = match.index + match[0].length;
  }
  return [...parts, { kind: "text", text: page.slice(last) }];
}

/** A page out of its parts. */
export function joinPage(parts: readonly PagePart[]): string {
  return parts
    .map((part) =>
      part.kind === "text"
        ? part.text
        : `\`\`\`console\n${part.steps.map(({ command, output }) => `$ ${command}\n${output}`).join("")}\`\`\`\n`,
    )
    .join("");
}

function toSteps(block: string): readonly ConsoleStep[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      // A command goes on in the next line after a backslash.
      const command = /^(?:.*\\\n)*.*/.exec(step)?.[0] ?? step;
      return { command, output: step.slice(command.length + 1) };
    });
}

/** Ids of runs as a page shows them: 0c41, 0c42, in the order of their coming. */
export function toShownIds(page: string): string {
  const ids = [...page.matchAll(/\b(?:Run|run|undo|resume|history)(?:": ")? ?([0-9a-f]{4})\b/g)].map(
    ([, id = ""]) => id,
  );
  const shown = new Map(
    [...new Set(ids)].map((id, index) => [id, (0x0c41 + index).toString(16).padStart(4, "0")]),
  );
  return page.replaceAll(/\b[0-9a-f]{4}\b/g, (word) => shown.get(word) ?? word);
}

/** What differs from run to run, made the same: ids, digests, times, and the room that they take. */
export function toComparable(output: string): string {
  return output
    .replaceAll(/Node [\d.]+, intunectl [\d.]+/g, "Node, intunectl")
    .replaceAll(/"run": "[0-9a-f]{4}"/g, '"run": "0c41"')
    .replaceAll(/\b(Run|run|undo|resume|history) [0-9a-f]{4}\b/g, "$1 0c41")
    .replaceAll(/^[0-9a-f]{4}(?= +(just|\d))/gm, "0c41")
    .replaceAll(/sha256[: ][0-9a-f]+/g, "sha256:…")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:?\d\d(:?\d\d)?(\.\d+)?( UTC|Z)?/g, "<time>")
    .replaceAll(/\b(\d+ (d|h|min) ago|just now)/g, "<age>")
    .replaceAll(/\S*\/snapshots\//g, "<state>/snapshots/")
    .replaceAll(/\b\d+ ms\b/g, "<time>")
    .replaceAll(/ {2,}/g, "  ")
    .trimEnd();
}
