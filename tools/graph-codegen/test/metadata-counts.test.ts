import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { compile } from "./compile.ts";
import type { MemoryWorld } from "./memory-world.ts";
import { createMemoryWorld } from "./memory-world.ts";
import { countPlainly } from "./plain-count.ts";
import { corpus, hasCorpus } from "./workspace.ts";

/** Forms of OData's grammar that Graph's v1.0 does not have, and other metadata has. */
const odd = readFileSync(join(import.meta.dirname, "odd-metadata.xml"), "utf8");

interface Summary {
  readonly read: Readonly<Record<string, number>>;
  readonly emitted: Readonly<Record<string, number>>;
  readonly skipped: readonly { readonly what: string; readonly reason: string; readonly count: number }[];
  readonly annotations: Readonly<Record<string, { readonly read: number; readonly isUsed: boolean }>>;
}

function generateAll(text: string): { readonly world: MemoryWorld; readonly summary: Summary } {
  const world = createMemoryWorld([["metadata.xml", text]]);
  const code = run(
    ["generate", "--all", "--csdl", "metadata.xml", "--out", "out", "--output", "json"],
    world,
  );
  expect(code, world.complaints.join("\n")).toBe(0);
  return { world, summary: JSON.parse(world.printed.join("\n")) };
}

/** What a run says that it read and read past, in the names of a plain count. */
function countsOf({ read, skipped, annotations }: Summary): Readonly<Record<string, number>> {
  const passed = skipped.filter(({ reason }) => reason === "says nothing that the library prints");
  return {
    EnumType: read["enums"] ?? 0,
    ComplexType: read["complexTypes"] ?? 0,
    EntityType: read["entityTypes"] ?? 0,
    TypeDefinition: read["typeDefinitions"] ?? 0,
    Property: read["properties"] ?? 0,
    NavigationProperty: read["navigationProperties"] ?? 0,
    Member: read["enumMembers"] ?? 0,
    Action: read["actions"] ?? 0,
    Function: read["functions"] ?? 0,
    EntitySet: read["entitySets"] ?? 0,
    Singleton: read["singletons"] ?? 0,
    Annotation: Object.values(annotations).reduce((sum, each) => sum + each.read, 0),
    ...Object.fromEntries(passed.map(({ what, count }) => [`unread ${what}`, count])),
  };
}

/** What stands in a document, by its tags alone. */
function plainCountsOf(text: string): Readonly<Record<string, number>> {
  const { elements, unread } = countPlainly(text);
  const told =
    "EnumType ComplexType EntityType TypeDefinition Property NavigationProperty Member Action Function EntitySet Singleton Annotation";
  return {
    ...Object.fromEntries(told.split(" ").map((name) => [name, elements[name] ?? 0])),
    ...Object.fromEntries(Object.entries(unread).map(([what, count]) => [`unread ${what}`, count])),
  };
}

test("everything in odd metadata is read or counted as read past, and the library compiles", () => {
  const { world, summary } = generateAll(odd);
  expect(countsOf(summary)).toEqual(plainCountsOf(odd));
  expect(summary.emitted).toEqual(summary.read);
  const files = [...world.files].filter(([path]) => path.endsWith(".ts"));
  expect(compile(files.map(([path, text]) => [path.replace("out/", ""), text] as const))).toBe("");
});

test.each<[what: string, file: string, want: string]>([
  ["a description under an alias of another document", "contoso-lab-sample.ts", "All of them."],
  [
    "an optional parameter under such an alias",
    "contoso-lab-sample-operations.ts",
    "  readonly hard?: boolean | null;",
  ],
  ["a decimal under a name", "contoso-lab-thing.ts", "  readonly mass?: number | null;"],
  ["a point on a map, which is an object", "contoso-lab-sample.ts", "  readonly where: unknown | null;"],
])("%s is printed", (_, file, want) => {
  const { world } = generateAll(odd);
  const text = [...world.files].find(([path]) => path === `out/${file}`)?.[1];
  expect(text ?? [...world.files.keys()].join(" ")).toContain(want);
});

/** What a new version of the metadata may bring: at any place that has children, none of it without being counted. */
const additions = [
  `<Property Name="fresh" Type="Edm.String" Unicode="false" />`,
  `<Annotation Term="contoso.fresh" String="x"><Annotation Term="contoso.nested" /></Annotation>`,
  `<Fresh Name="x"><Property Name="inFresh" Type="Edm.String" /></Fresh>`,
  `<Member Name="fresh" /><!-- <Member Name="no" /> -->`,
  `<Parameter Name="fresh" Type="Edm.String" />`,
  `<EntityType Name="fresh" />`,
  `<Key><PropertyRef Name="id" /></Key>`,
];

test("whatever is added anywhere to metadata is read, counted as read past, or complained about", () => {
  const places = [...odd.matchAll(/<edm:\w+[^<>]*[^/]>(?!<!\[CDATA)/g)]
    .filter(({ index }) => index > odd.indexOf("-->"))
    .map(({ 0: tag, index }) => index + tag.length);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.constantFrom(...additions), (place, addition) => {
      const text = odd.slice(0, place) + addition + odd.slice(place);
      const { summary } = generateAll(text);
      expect(countsOf(summary)).toEqual(plainCountsOf(text));
    }),
    { numRuns: 300 },
  );
});

test.skipIf(!hasCorpus)("everything in Graph v1.0 is read or counted as read past", () => {
  const text = readFileSync(join(corpus, "csdl/v1.0-Prod.csdl"), "utf8");
  expect(countsOf(generateAll(text).summary)).toEqual(plainCountsOf(text));
});
