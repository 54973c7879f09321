import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { compile } from "./compile.ts";
import { createMemoryWorld } from "./memory-world.ts";
import type { MemoryWorld } from "./memory-world.ts";
import { corpus, hasCorpus } from "./workspace.ts";

const metadata = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="microsoft.graph" Alias="graph">
      <TypeDefinition Name="code" UnderlyingType="Edm.Int32" />
      <EnumType Name="nothing" />
      <EnumType Name="color" IsFlags="true"><Member Name="red" Value="1" /><Member Name="blue" Value="2" /></EnumType>
      <EnumType Name="mood"><Member Name="good" Value="0"><Annotation Term="Org.OData.Core.V1.Description" String="All is well." /></Member><Member Name="unknownFutureValue" Value="1" /></EnumType>
      <ComplexType Name="package"><Property Name="default" Type="graph.nothing" /><Property Name="code" Type="graph.code" Nullable="false" /></ComplexType>
      <ComplexType Name="shape" Abstract="true"><Property Name="colors" Type="graph.color" Nullable="false" /></ComplexType>
      <ComplexType Name="circle" BaseType="graph.shape" OpenType="true"><Property Name="radius" Type="Edm.Double" Nullable="false" /></ComplexType>
      <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.String" Nullable="false" /></EntityType>
      <EntityType Name="case" BaseType="graph.entity">
        <Property Name="shape" Type="graph.shape"><Annotation Term="Org.OData.Core.V1.Immutable" Bool="true" /></Property>
        <Property Name="moods" Type="Collection(graph.mood)" Nullable="false" />
        <NavigationProperty Name="parent" Type="graph.case"><Annotation Term="Org.OData.Core.V1.Description" String="The case above." /></NavigationProperty>
        <NavigationProperty Name="children" Type="Collection(microsoft.graph.legal.case)" ContainsTarget="true" />
      </EntityType>
      <EntityType Name="operation" BaseType="graph.case"><Property Name="package" Type="graph.package" /></EntityType>
      <EntityType Name="root"><NavigationProperty Name="cases" Type="Collection(graph.case)" ContainsTarget="true" /></EntityType>
      <EntityType Name="island" BaseType="graph.entity" />
      <Action Name="close" IsBound="true"><Parameter Name="theCase" Type="graph.case" /><Parameter Name="why" Type="Edm.String" /></Action>
      <Action Name="close" IsBound="true"><Parameter Name="theCase" Type="graph.case" /><Parameter Name="why" Type="Edm.String" /><Parameter Name="when" Type="Edm.DateTimeOffset"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter></Action>
      <Action Name="reset" />
      <Action Name="sink" IsBound="true"><Parameter Name="it" Type="graph.island" /></Action>
      <Function Name="total" IsBound="true"><Parameter Name="these" Type="Collection(graph.case)" /><Parameter Name="mood" Type="Edm.String" Nullable="false" /><Parameter Name="color" Type="graph.color" Nullable="false" /><Parameter Name="top" Type="Edm.Int32" Nullable="false" /><ReturnType Type="Edm.Int32" Nullable="false" /></Function>
      <Function Name="motto" IsBound="true"><Parameter Name="it" Type="graph.case" /><ReturnType Type="Edm.String" /></Function>
      <Function Name="next" IsBound="true"><Parameter Name="it" Type="graph.case" /><Parameter Name="skip" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter><ReturnType Type="graph.case" /></Function>
      <EntityContainer Name="service">
        <EntitySet Name="cases" EntityType="microsoft.graph.case" />
        <Singleton Name="root" Type="microsoft.graph.root" />
        <ActionImport Name="resetAll" Action="microsoft.graph.reset" />
      </EntityContainer>
      <Annotations Target="graph.case"><Annotation Term="Org.OData.Core.V1.Description" String="A case." /><Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Description" String="Use files." /><PropertyValue Property="RemovalDate" Date="2027-01-01" /></Record></Collection></Annotation></Annotations>
      <Annotations Target="graph.close(graph.case, Edm.String)"><Annotation Term="Org.OData.Core.V1.Description" String="Ends a case." /><Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Description" String="Let it be." /></Record></Collection></Annotation></Annotations>
      <Annotations Target="graph.case"><Annotation Term="Org.OData.Capabilities.V1.TopSupported" Bool="false" /></Annotations>
      <Term Name="x" Type="Edm.String" />
    </Schema>
    <Schema Namespace="microsoft.graph.legal">
      <EntityType Name="case" BaseType="graph.entity"><Property Name="number" Type="Edm.Int64" Nullable="false" /></EntityType>
      <Function Name="audit" IsBound="true"><Parameter Name="it" Type="microsoft.graph.legal.case" /><ReturnType Type="Collection(microsoft.graph.legal.case)" /></Function>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
`;

function generateAll(text: string): {
  readonly world: MemoryWorld;
  readonly summary: Record<string, unknown>;
} {
  const world = createMemoryWorld([["metadata.xml", text]]);
  expect(
    run(["generate", "--all", "--csdl", "metadata.xml", "--out", "out", "--output", "json"], world),
    world.complaints.join("\n"),
  ).toBe(0);
  const summary: Record<string, unknown> = JSON.parse(world.printed.join("\n"));
  return { world, summary };
}

test("everything that is declared is counted, as read and as emitted, and what is not emitted has a reason", () => {
  const { summary } = generateAll(metadata);
  const read = {
    enums: 3,
    complexTypes: 3,
    entityTypes: 6,
    typeDefinitions: 1,
    properties: 9,
    navigationProperties: 3,
    enumMembers: 4,
    actions: 4,
    functions: 4,
    overloads: 1,
    entitySets: 1,
    singletons: 1,
  };
  expect(summary["read"]).toEqual(read);
  expect(summary["emitted"]).toEqual({ ...read, actions: 3 });
  expect(summary["skipped"]).toEqual([
    { what: "operations", reason: "no path leads to the binding type", count: 1 },
    { what: "Term", reason: "says nothing that the library prints", count: 1 },
  ]);
});

test.each<[what: string, file: string, want: string]>([
  ["an enum without members", "case.ts", "export type Nothing = string;"],
  ["flags", "case.ts", `export type Color = "red" | "blue" | (string & {});`],
  ["a reserved word", "case.ts", "  readonly default?: Nothing | null;"],
  ["a type definition", "case.ts", "  readonly code: number;"],
  ["a type of another namespace with a name that is taken", "legal-case.ts", "export interface LegalCase {"],
  ["the one type of a value", "case.ts", `  readonly "@odata.type"?: "#microsoft.graph.case";`],
  ["an entity that others derive from", "case.ts", "export type AnyCase = Case | Operation;"],
  ["what all entities derive from", "entity.ts", `  readonly "@odata.type"?: string;`],
  ["inherited properties", "case.ts", "  readonly moods: readonly Mood[];"],
  ["an open type", "case.ts", "  readonly [property: string]: unknown;"],
  ["a deprecation", "case.ts", " * @deprecated Use files. Removed after 2027-01-01."],
  ["what a member means", "case.ts", " * - `good`: All is well."],
  ["what cannot be changed", "case.ts", "Set when it is made, and not changed later."],
  ["where a type is declared", "case.ts", "//   case:13 circle:11 color:7"],
  ["navigation, apart", "case-navigation.ts", "  readonly children?: readonly LegalCase[];"],
  ["navigation to a value of several types", "case-navigation.ts", "  readonly parent?: AnyCase | null;"],
  ["what navigation leads to", "case-navigation.ts", "  /** The case above. */"],
  ["an overload", "case-operations.ts", "export const closeCaseWithWhyWhen"],
  ["an operation's description", "case-operations.ts", "Ends a case."],
  ["an operation's deprecation", "case-operations.ts", " * @deprecated Let it be."],
  ["an optional parameter", "case-operations.ts", "  readonly when?: string | null;"],
  ["an unbound action", "service-operations.ts", `  path: "/resetAll",`],
  [
    "a function on a collection, with arguments of several types",
    "case-operations.ts",
    `  path: "/cases/total(mood='{mood}',color='{color}',top={top})",`,
  ],
  ["a number among a function's arguments", "case-operations.ts", "  readonly top: number;"],
  ["an enum among a function's arguments", "case-operations.ts", "  readonly color: Color;"],
  ["a primitive result", "case-operations.ts", "  readonly value: number;"],
  ["a function without what may be left out", "case-operations.ts", `  path: "/cases/{caseId}/next()",`],
  [
    "a function with what may be left out",
    "case-operations.ts",
    `  path: "/cases/{caseId}/next(skip={skip})",`,
  ],
  ["a primitive result that may be null", "case-operations.ts", "  readonly value: string | null;"],
  ["a function of another namespace", "legal-case-operations.ts", "/microsoft.graph.legal.audit()"],
  ["an entity set", "case-operations.ts", `  path: "/cases",`],
  ["what a set can be asked for", "case-operations.ts", "  readonly $filter?: string;"],
  ["a singleton", "root-operations.ts", `  path: "/root",`],
  ["permissions that nobody states", "service-operations.ts", "isUnknown: true"],
])("%s is printed", (_, file, want) => {
  expect(generateAll(metadata).world.files.get(`out/${file}`)).toContain(want);
});

test("the library of a whole CSDL compiles", () => {
  const { world } = generateAll(metadata);
  const files = [...world.files]
    .filter(([path]) => path.endsWith(".ts"))
    .map(([path, text]) => [path.replace("out/", ""), text] as const);
  expect(compile(files)).toBe("");
});

test("names that would meet are told apart, and the library still compiles", () => {
  const meeting = metadata.replace(
    `<EntityType Name="island"`,
    `<EntityType Name="anyCase" BaseType="graph.entity" /><EntityType Name="legalCase" BaseType="graph.entity" />
     <EntityType Name="caseNavigation" BaseType="graph.entity" /><EntityType Name="partial" BaseType="graph.entity" />
     <ComplexType Name="shapeBase" /><ComplexType Name="closeCaseInput"><Property Name="it" Type="graph.shapeBase" /></ComplexType>
     <Action Name="merge" IsBound="true"><Parameter Name="it" Type="graph.case" /><Parameter Name="with" Type="graph.operation" /><Parameter Name="by" Type="graph.partial" /><ReturnType Type="graph.operation" /></Action>
     <EntityType Name="island"`,
  );
  const { world, summary } = generateAll(meeting);
  const files = [...world.files].filter(([path]) => path.endsWith(".ts"));
  expect(compile(files.map(([path, text]) => [path.replace("out/", ""), text] as const))).toBe("");
  const text = files.map(([, each]) => each).join("\n");
  for (const name of ["AnyCase2", "LegalCase2", "ShapeBase2", "Partial2", "CloseCaseInput2"])
    expect(text).toContain(name);
  expect(text).toContain("Operation as Operation2");
  expect(summary["emitted"]).toEqual({ ...Object(summary["read"]), actions: 4 });
});

test("a second run changes nothing, and --check says so", () => {
  const { world } = generateAll(metadata);
  expect(run(["generate", "--all", "--csdl", "metadata.xml", "--out", "out", "--check"], world)).toBe(0);
  world.files.set("out/case.ts", "edited");
  world.complaints.length = 0;
  expect(run(["generate", "--all", "--csdl", "metadata.xml", "--out", "out", "--check"], world)).toBe(1);
  expect(world.complaints).toEqual(["stale  out/case.ts  (changed)"]);
});

test("--all without its file or folder is a usage error", () => {
  expect(run(["generate", "--all"], createMemoryWorld([]))).toBe(64);
  expect(run(["generate", "--all", "--csdl", "gone.xml", "--out", "out"], createMemoryWorld([]))).toBe(1);
});

/** Counted with the plainest means, not with the reader under test. */
function countElements(text: string, name: string): number {
  return text.match(new RegExp(`<${name} `, "g"))?.length ?? 0;
}

test.skipIf(!hasCorpus)(
  "all of Graph v1.0 (from the corpus of metadata) is read, emitted and compiles",
  () => {
    const text = readFileSync(join(corpus, "csdl/v1.0-Prod.csdl"), "utf8");
    const { world, summary } = generateAll(text);
    expect(summary["read"]).toMatchObject({
      enums: countElements(text, "EnumType"),
      complexTypes: countElements(text, "ComplexType"),
      entityTypes: countElements(text, "EntityType"),
      properties: countElements(text, "Property"),
      navigationProperties: countElements(text, "NavigationProperty"),
      enumMembers: countElements(text, "Member"),
      actions: countElements(text, "Action"),
      functions: countElements(text, "Function"),
      entitySets: countElements(text, "EntitySet"),
      singletons: countElements(text, "Singleton"),
    });
    expect(summary["emitted"]).toEqual(summary["read"]);
    const files = [...world.files]
      .filter(([path]) => path.endsWith(".ts"))
      .map(([path, content]) => [path.replace("out/", ""), content] as const);
    expect(compile(files)).toBe("");
  },
  120_000,
);
