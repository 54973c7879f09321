const token =
  /[ \t\r\n]*(?:("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w))|([{}[\],:]))/uy;

type Wanted = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end" | "nothing";

/**
 * Where a text stops being JSON: an offset; absent when it is JSON.
 *
 * The engine's own message names the place for some mistakes only, and in other words in each version.
 */
export function findJsonMistake(text: string): number | undefined {
  const open: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  const afterValue = (): Wanted => (open.length === 0 ? "nothing" : "comma-or-end");
  token.lastIndex = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    const start = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      return wanted === "nothing" && skipBlank(text, start) === text.length
        ? undefined
        : skipBlank(text, start);
    const [, string, scalar, sign] = found;
    const inner = open.at(-1);
    const isValueWanted = wanted === "value" || wanted === "value-or-end";
    const isKeyWanted = wanted === "key" || wanted === "key-or-end";
    if (string !== undefined && isKeyWanted) wanted = "colon";
    else if ((string !== undefined || scalar !== undefined) && isValueWanted) wanted = afterValue();
    else if ((sign === "{" || sign === "[") && isValueWanted) {
      open.push(sign);
      wanted = sign === "{" ? "key-or-end" : "value-or-end";
    } else if (sign === ":" && wanted === "colon") wanted = "value";
    else if (sign === "," && wanted === "comma-or-end") wanted = inner === "{" ? "key" : "value";
    else if (
      (sign === "}" && inner === "{" && (wanted === "key-or-end" || wanted === "comma-or-end")) ||
      (sign === "]" && inner === "[" && (wanted === "value-or-end" || wanted === "comma-or-end"))
    ) {
      open.pop();
      wanted = afterValue();
    } else return skipBlank(text, start);
  }
}

function skipBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at += 1;
  return at;
}
