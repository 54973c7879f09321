import { expect, test } from "vitest";
import { readStatements } from "../src/api/declarations.ts";
import { printSurface } from "../src/api/surface.ts";

const files: Readonly<Record<string, string>> = {
  "dist/index.d.ts": `export { createClient } from "./client.ts";
export type { Client, Options as ClientOptions } from "./client.ts";
export type { Outside } from "@contoso/outside";
//# a comment
`,
  "dist/client.d.ts": `import type { Hidden } from "./hidden.js";
/** Prose, with an export { nothing } in it. */
export interface Client {
    /** More prose: "quoted". */
    send(url: "https://graph.microsoft.com/*"): Hidden;
}
export interface Options {
    readonly url?: string;
}
export declare function createClient(options: Options): Client;
export declare function createClient(): Client;
declare const secret: unique symbol;
export interface NotExported {
    readonly a: 1;
}
`,
  "dist/hidden.d.ts": `import type { Client } from "./client.ts";
export interface Hidden {
    readonly client: Client;
    readonly [secret]?: true;
}
declare const secret: unique symbol;
export {};
`,
};
const read = (path: string): string | undefined => files[path];
const entries = new Map([[".", "dist/index.d.ts"]]);

test("a surface lists each export with its declaration, overloads included, and what these use below", () => {
  expect(printSurface("@contoso/client", entries, read)).toBe(`# @contoso/client

## .

export interface Client {
    send(url: "https://graph.microsoft.com/*"): Hidden;
}

export interface Options {
    readonly url?: string;
}

export { Outside } from "@contoso/outside";

export declare function createClient(options: Options): Client;
export declare function createClient(): Client;

## used above, not exported

export interface Hidden {
    readonly client: Client;
    readonly [secret]?: true;
}

declare const secret: unique symbol;
`);
});

test("a change of prose is no change of the surface; a change of a type that is used is one", () => {
  const before = printSurface("x", entries, read);
  const edit = (path: string, from: string, to: string) => (name: string) =>
    name === path ? files[path]?.replace(from, to) : files[name];
  expect(printSurface("x", entries, edit("dist/client.d.ts", "More prose", "Other prose"))).toBe(before);
  expect(
    printSurface(
      "x",
      entries,
      edit("dist/hidden.d.ts", "readonly client: Client", "readonly client?: Client"),
    ),
  ).not.toBe(before);
});

test("a program exports nothing, and says so", () => {
  expect(printSurface("@contoso/cli", new Map(), read)).toBe(
    "# @contoso/cli\n\nA program: it exports nothing.\n",
  );
});

test.each([
  [
    "an entry that is not built",
    new Map([[".", "dist/none.d.ts"]]),
    "there is no file dist/none.d.ts: build first",
  ],
])("%s is an error", (_, given, want) => {
  expect(() => printSurface("x", given, read)).toThrow(want);
});

test("a statement that is not known is an error, never passed by", () => {
  expect(() => readStatements("export default x;\n")).toThrow(
    "this statement is not known: export default x;",
  );
});
