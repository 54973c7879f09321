/** As many trigrams of a text are asked for, and as many of them searched for. */
const [asked, searched] = [8, 3];

/** One that is so many times more common than the rarest costs more time to read than it saves. */
const tooCommon = 100;

/** The trigrams of a text; none when it has fewer than three characters. */
export function toTrigrams(text: string): readonly string[] {
  // Trigrams are of code points, in SQLite, too.
  const characters = Array.from(text);
  return [...new Set(characters.slice(2).map((_, index) => characters.slice(index, index + 3).join("")))];
}

/** A full-text query for texts that have all trigrams, by the rarest of them: others have those, too. */
export function matchAll(trigrams: readonly string[], rarity: (term: string) => number): string {
  const step = Math.max(1, trigrams.length / asked);
  const some = trigrams.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const ranked = some
    .map(toTerm)
    .map((term) => ({ term, rarity: rarity(term) }))
    .toSorted((left, right) => (left.rarity === right.rarity ? 0 : right.rarity - left.rarity));
  return ranked
    .slice(0, searched)
    .filter(({ rarity: own }) => own * tooCommon >= (ranked[0]?.rarity ?? 0))
    .map(({ term }) => term)
    .join(" AND ");
}

/** A full-text query for texts that have one of the trigrams. */
export function matchAny(trigrams: readonly string[]): string {
  // An empty query is none; an empty phrase is met by no text.
  return trigrams.length === 0 ? '""' : trigrams.map(toTerm).join(" OR ");
}

function toTerm(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`;
}
