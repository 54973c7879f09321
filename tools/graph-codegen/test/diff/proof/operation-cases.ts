import { hint, level, note, tag, stampResult, revisions } from "./lines.ts";
import type { ProofCase } from "./proof-case.ts";

export const operationCases: readonly ProofCase[] = [
  // Operations
  {
    code: "operation-added",
    severity: "minor",
    from: `<Action Name="tidy" />`,
    to: `<Action Name="tidy" /><Action Name="polish" IsBound="true"><Parameter Name="it" Type="graph.item" /></Action>`,
  },
  {
    code: "operation-removed",
    severity: "major",
    from: `<Action Name="split" IsBound="true">\n        <Parameter Name="it" Type="graph.item" />\n        <Parameter Name="parts" Type="Collection(graph.part)" Nullable="false" />\n      </Action>`,
    to: "",
  },
  {
    code: "operation-renamed",
    severity: "major",
    from: `<Action Name="split" IsBound="true">`,
    to: `<Action Name="splitUp" IsBound="true">`,
  },
  {
    code: "operation-method-changed",
    severity: "major",
    from: `<Action Name="split" IsBound="true">\n        <Parameter Name="it" Type="graph.item" />\n        <Parameter Name="parts" Type="Collection(graph.part)" Nullable="false" />\n      </Action>`,
    to: `<Function Name="split" IsBound="true">\n        <Parameter Name="it" Type="graph.item" />\n        <Parameter Name="parts" Type="Collection(graph.part)" Nullable="false" />\n      </Function>`,
  },
  {
    code: "parameter-added",
    severity: "major",
    from: level,
    to: `${level}<Parameter Name="order" Type="Edm.Int32" Nullable="false" />`,
  },
  {
    code: "parameter-added",
    severity: "minor",
    from: level,
    to: `${level}<Parameter Name="order" Type="Edm.Int32" />`,
  },
  {
    code: "parameter-added",
    severity: "minor",
    from: level,
    to: `${level}<Parameter Name="order" Type="Edm.Int32" Nullable="false"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>`,
  },
  { code: "parameter-removed", severity: "major", from: level, to: "" },
  { code: "parameter-renamed", severity: "major", from: level, to: level.replace("level", "noteLevel") },
  {
    code: "parameter-type-changed",
    severity: "major",
    from: level,
    to: level.replace("Edm.Int32", "Edm.String"),
  },
  {
    code: "parameter-type-changed",
    severity: "minor",
    from: level,
    to: level.replace("Edm.Int32", "Edm.Int64"),
  },
  {
    code: "parameter-became-optional",
    severity: "minor",
    from: note,
    to: note.replace(" />", `><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>`),
  },
  {
    code: "parameter-became-required",
    severity: "major",
    from: tag,
    to: `<Parameter Name="tag" Type="Edm.String" Nullable="false" />`,
  },
  {
    code: "parameter-no-longer-nullable",
    severity: "major",
    from: level,
    to: level.replace(" />", ` Nullable="false" />`),
  },
  {
    code: "parameter-became-nullable",
    severity: "minor",
    from: note,
    to: note.replace(` Nullable="false"`, ""),
  },
  {
    code: "result-added",
    severity: "minor",
    from: `<Action Name="tidy" />`,
    to: `<Action Name="tidy"><ReturnType Type="graph.stamp" Nullable="false" /></Action>`,
  },
  { code: "result-removed", severity: "major", from: stampResult, to: "" },
  {
    code: "result-type-changed",
    severity: "major",
    from: stampResult,
    to: stampResult.replace("graph.stamp", "graph.item"),
  },
  {
    code: "result-type-changed",
    severity: "minor",
    from: `<ReturnType Type="Edm.Int32" Nullable="false" />`,
    to: `<ReturnType Type="Edm.Int16" Nullable="false" />`,
  },
  {
    code: "result-became-nullable",
    severity: "major",
    from: stampResult,
    to: stampResult.replace(` Nullable="false"`, ""),
    run: `if (typeof answer.by !== "string") throw new Error("who did it?");`,
    answers: { old: { by: "a" }, new: null },
  },
  {
    code: "result-no-longer-nullable",
    severity: "minor",
    from: `<ReturnType Type="graph.item" />`,
    to: `<ReturnType Type="graph.item" Nullable="false" />`,
  },
  // Entry points
  {
    code: "entry-point-added",
    severity: "minor",
    from: `<Singleton Name="root"`,
    to: `<EntitySet Name="people" EntityType="microsoft.graph.person" /><Singleton Name="root"`,
  },
  {
    code: "entry-point-removed",
    severity: "major",
    from: `<Singleton Name="root" Type="microsoft.graph.root" />`,
    to: "",
  },
  {
    code: "entry-point-renamed",
    severity: "major",
    from: `<Singleton Name="root"`,
    to: `<Singleton Name="trunk"`,
  },
  {
    code: "entry-point-changed",
    severity: "major",
    from: `<Singleton Name="root" Type="microsoft.graph.root" />`,
    to: `<Singleton Name="root" Type="microsoft.graph.bulk" />`,
  },
  // Prose, annotations, facets
  {
    code: "documentation-changed",
    severity: "patch",
    from: `String="What it is called."`,
    to: `String="Its name."`,
  },
  {
    code: "deprecated",
    severity: "minor",
    from: `<Annotations Target="microsoft.graph.item/title">`,
    to: `<Annotations Target="microsoft.graph.item/title">${revisions("2028-01-01")}`,
  },
  {
    code: "deprecation-changed",
    severity: "patch",
    from: `Date="2028-01-01"`,
    to: `Date="2029-01-01"`,
  },
  {
    code: "undeprecated",
    severity: "patch",
    from: `<Annotations Target="microsoft.graph.person/mail">\n        <Annotation Term="Org.OData.Core.V1.Revisions">`,
    to: `<Annotations Target="microsoft.graph.person/mail">\n        <Annotation Term="Contoso.Old">`,
  },
  {
    code: "annotation-changed",
    severity: "patch",
    from: `<Annotation Term="Org.OData.Capabilities.V1.TopSupported" Bool="false" />`,
    to: `<Annotation Term="Org.OData.Capabilities.V1.TopSupported" Bool="true" />`,
  },
  {
    code: "facet-changed",
    severity: "patch",
    from: hint,
    to: hint.replace(" />", ` MaxLength="100" />`),
  },
];
