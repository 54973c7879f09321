/** Gives each operation a name of its own, the wanted one where nothing has it. */
export type Names = (wanted: string) => string;

/** Words that cannot name a constant. */
const reserved: readonly string[] =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  );

/** The names of one library. */
export function createNames(): Names {
  const taken = new Set<string>(reserved);
  return (wanted) => {
    let unique = wanted;
    for (let number = 2; taken.has(unique.toLowerCase()); number += 1) unique = `${wanted}${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  };
}
