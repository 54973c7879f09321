/**
 * A path whose variables have names of their own.
 *
 * An operation's input is flat: a variable of the path that is called as a property of the body, or as an argument of the
 * function at its end, would take that one's value. `{userId}` then becomes `{userIdInPath}`.
 */
export function distinctVariables(path: string, taken: ReadonlySet<string>): string {
  const seen = new Set(taken);
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    let own = name;
    const plain = name.replace(/InPath\d*$/, "");
    for (let number = 1; seen.has(own); number += 1) own = `${plain}InPath${number === 1 ? "" : number}`;
    seen.add(own);
    return `{${own}}`;
  });
}
