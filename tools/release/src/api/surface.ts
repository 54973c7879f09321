import type { Statement } from "./declarations.ts";
import { readStatements } from "./declarations.ts";

/** Reads a declaration file by its path; undefined when there is none. */
export type ReadDeclarations = (path: string) => string | undefined;

interface Found {
  readonly path: string;
  readonly text: string;
}

/**
 * Everything that a package exports, as text: each entry with its names in order, each with its declaration, and below
 * them what these use of the package without exporting it. No comments: a change of prose is no change of the surface.
 */
export function printSurface(
  name: string,
  entries: ReadonlyMap<string, string>,
  read: ReadDeclarations,
): string {
  const files = createFiles(read);
  const lines = [`# ${name}`, ""];
  if (entries.size === 0) lines.push("A program: it exports nothing.", "");
  const hidden = new Map<string, string>();
  for (const [entry, path] of [...entries].toSorted(([a], [b]) => byText(a, b))) {
    lines.push(`## ${entry}`, "");
    const exported = files.exportsOf(path);
    const shown = new Set([...exported.values()].map(({ path: file, text }) => `${file} ${text}`));
    for (const [exportedName, found] of [...exported].toSorted(([a], [b]) => byText(a, b))) {
      lines.push(...found.text.split("\n"), "");
      for (const [local, used] of files.usesOf(found, exportedName))
        if (!shown.has(`${used.path} ${used.text}`)) hidden.set(`${local} ${used.path}`, used.text);
    }
  }
  if (hidden.size > 0) {
    lines.push("## used above, not exported", "");
    for (const [, text] of [...hidden].toSorted(([a], [b]) => byText(a, b)))
      lines.push(...text.split("\n"), "");
  }
  return lines.join("\n");
}

interface Files {
  readonly exportsOf: (path: string) => ReadonlyMap<string, Found>;
  /** What a declaration uses of the package, and what that uses, by local name. */
  readonly usesOf: (found: Found, name: string) => ReadonlyMap<string, Found>;
}

function createFiles(read: ReadDeclarations): Files {
  const known = new Map<string, readonly Statement[]>();
  const statementsOf = (path: string): readonly Statement[] => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const text = read(path);
    if (text === undefined) throw new Error(`there is no file ${path}: build first`);
    const statements = readStatements(text);
    known.set(path, statements);
    return statements;
  };
  const declared = (path: string, name: string): Found | undefined => {
    const overloads = statementsOf(path).filter((each) => each.kind === "declaration" && each.name === name);
    const texts = overloads.flatMap((each) => (each.kind === "declaration" ? [each.text] : []));
    return texts.length === 0 ? undefined : { path, text: texts.join("\n") };
  };
  const resolve = (path: string, name: string): Found | undefined => {
    const here = declared(path, name);
    if (here !== undefined) return here;
    for (const each of statementsOf(path)) {
      if (each.kind === "declaration") continue;
      const local = each.names.get(name);
      if (local === undefined) continue;
      if (each.kind === "export") return declared(path, local) ?? resolveImport(path, local);
      const from = fileOf(path, each.from);
      return from === undefined
        ? { path, text: `export { ${local} } from "${each.from}";` }
        : resolve(from, local);
    }
    return undefined;
  };
  const resolveImport = (path: string, name: string): Found | undefined => {
    for (const each of statementsOf(path)) {
      const local = each.kind === "import" ? each.names.get(name) : undefined;
      if (each.kind !== "import" || local === undefined) continue;
      const from = fileOf(path, each.from);
      return from === undefined ? undefined : resolve(from, local);
    }
    return undefined;
  };
  const exportsOf = (path: string): ReadonlyMap<string, Found> => {
    const names = statementsOf(path).flatMap((each) =>
      each.kind === "declaration"
        ? each.isExported
          ? [each.name]
          : []
        : each.kind === "import"
          ? []
          : [...each.names.keys()],
    );
    return new Map(
      names.map((name) => {
        const found = resolve(path, name);
        if (found === undefined) throw new Error(`${path} exports ${name}, which is nowhere declared`);
        return [name, found] as const;
      }),
    );
  };
  const usesOf = (found: Found, name: string): ReadonlyMap<string, Found> => {
    const uses = new Map<string, Found>();
    const waiting: (readonly [Found, string])[] = [[found, name]];
    const seen = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [{ path, text }, own] = next;
      if (seen.has(`${path} ${own}`)) continue;
      seen.add(`${path} ${own}`);
      for (const word of new Set(text.match(/[A-Za-z_$][\w$]*/g))) {
        const used = word === own ? undefined : (declared(path, word) ?? resolveImport(path, word));
        if (used === undefined) continue;
        uses.set(word, used);
        waiting.push([used, word]);
      }
    }
    return uses;
  };
  return { exportsOf, usesOf };
}

/** The declaration file of a relative import; undefined for another package. */
function fileOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const parts = [...path.split("/").slice(0, -1), ...specifier.split("/")];
  const folders: string[] = [];
  for (const part of parts) {
    if (part === "..") folders.pop();
    else if (part !== ".") folders.push(part);
  }
  return folders.join("/").replace(/\.[jt]s$/, ".d.ts");
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
