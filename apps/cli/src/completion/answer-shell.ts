import { toSafeText } from "../render/text.ts";
import type { World } from "../world.ts";
import { complete } from "./complete.ts";
import { readKnownWords } from "./known-words.ts";
import { splitShellLine, toBashReply } from "./shell-words.ts";

/** What a shell's Tab is answered with: one candidate a line, or `:files`. */
export async function answerShell(shell: string, rest: readonly string[], world: World): Promise<string> {
  const line = shell === "bash" ? splitShellLine(rest[0] ?? "") : undefined;
  const words = line === undefined ? rest : line.words.slice(1);
  const { candidates, files } = await complete(words, () => readKnownWords(world, words.includes("--demo")));
  if (files) return ":files\n";
  return candidates
    .map(({ value, description }) => {
      if (line !== undefined) return toBashReply(toSafeText(value), line);
      return description === "" ? toSafeText(value) : `${toSafeText(value)}\t${toSafeText(description)}`;
    })
    .map((text) => `${text}\n`)
    .join("");
}
