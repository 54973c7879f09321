/** A statement of a declaration file. */
export type Statement =
  /** `export { a, b as c } from "./x.ts"`, with names as they are exported. */
  | { readonly kind: "reexport"; readonly names: ReadonlyMap<string, string>; readonly from: string }
  /** `export { a, b as c }` of what the file itself has. */
  | { readonly kind: "export"; readonly names: ReadonlyMap<string, string> }
  | {
      readonly kind: "declaration";
      readonly name: string;
      readonly isExported: boolean;
      readonly text: string;
    }
  | { readonly kind: "import"; readonly names: ReadonlyMap<string, string>; readonly from: string };

/**
 * Splits a declaration file that the compiler wrote into its statements, without comments.
 *
 * The compiler starts each at the line's beginning and indents what is inside, so that no parser is needed; one that
 * this does not fit is an error, never passed by.
 */
export function readStatements(text: string): readonly Statement[] {
  const lines = stripComments(text).split(/\r?\n/);
  const statements: string[] = [];
  for (const line of lines) {
    if (line.trim() === "") continue;
    if (/^[A-Za-z]/.test(line)) statements.push(line);
    else if (statements.length > 0) statements[statements.length - 1] += `\n${line}`;
    else throw new Error(`this is no statement: ${line}`);
  }
  return statements.map((statement) => statement.trimEnd()).flatMap(readStatement);
}

function readStatement(text: string): readonly Statement[] {
  if (text === "export {};") return [];
  const list = /^(export|import)(?: type)?\s*\{([^]*)\}(?: from "([^"]+)")?;$/.exec(text);
  if (list !== null) {
    const [, word, inside = "", from] = list;
    const names = readNames(inside);
    if (word === "import") return [{ kind: "import", names, from: from ?? "" }];
    return [from === undefined ? { kind: "export", names } : { kind: "reexport", names, from }];
  }
  if (
    /^import (type )?\S+ from "/.test(text) ||
    text.startsWith(`import "`) ||
    /^import type? ?\* as/.test(text)
  )
    return [];
  const declared =
    /^(export )?(?:declare )?(?:abstract )?(?:interface|type|class|function|const|let|enum|namespace)\s+([\w$]+)/.exec(
      text,
    );
  if (declared === null) throw new Error(`this statement is not known: ${text.split("\n")[0] ?? ""}`);
  return [{ kind: "declaration", name: declared[2] ?? "", isExported: declared[1] !== undefined, text }];
}

/** Local names by their exported ones. */
function readNames(list: string): ReadonlyMap<string, string> {
  return new Map(
    list
      .split(",")
      .map((part) => part.trim().replace(/^type /, ""))
      .filter((part) => part !== "")
      .map((part) => {
        const [local = "", exported = local] = part.split(" as ");
        return [exported, local] as const;
      }),
  );
}

/** Comments say nothing of the surface; texts in quotes may look like one. */
function stripComments(text: string): string {
  return text.replaceAll(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g,
    (_, quoted: string | undefined) => quoted ?? "",
  );
}
