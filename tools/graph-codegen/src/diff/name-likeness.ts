/**
 * How alike two names are, from 0 to 1: the same but for case, or a slip of one letter (0.95); one has all the words
 * of the other, or they share two thirds of their words (0.8). Everything else is 0: `startDateTime` and `endDateTime`
 * look alike and mean different things.
 */
export function nameLikeness(a: string, b: string): number {
  if (a.toLowerCase() === b.toLowerCase()) return 0.95;
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  const shortest = Math.min(a.length, b.length);
  if (shortest >= 5 && isSlip(a.toLowerCase(), b.toLowerCase()) && !hasOtherNumber(a, b)) return 0.95;
  const shared = wordsA.filter((word) => wordsB.includes(word)).length;
  const least = Math.min(wordsA.length, wordsB.length);
  const union = new Set([...wordsA, ...wordsB]).size;
  if (shared === 0 || hasOtherNumber(a, b)) return 0;
  return shared === least || shared / union >= 2 / 3 ? 0.8 : 0;
}

function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) =>
    word.toLowerCase().replace(/(?<=..)s$/, ""),
  );
}

/** `windows10` and `windows11` differ on purpose. */
function hasOtherNumber(a: string, b: string): boolean {
  return a.replaceAll(/\D/g, "") !== b.replaceAll(/\D/g, "");
}

/** At most one letter changed, added or left out, or two exchanged. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
