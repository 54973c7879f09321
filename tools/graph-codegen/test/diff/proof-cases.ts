import type { ChangeCode } from "../../src/diff/codes.ts";
import type { Severity } from "../../src/diff/change.ts";

/**
 * One rule: an edit of `fixture/base.csdl`, and what it is judged as. The demanding consumer proves it by compiling or
 * not. Where types cannot tell, a program proves it by running: `run` is its body, with `answer` from the service
 * before and after, and the library in scope as `lib`.
 */
export interface ProofCase {
  readonly code: ChangeCode;
  readonly severity: Severity;
  readonly from: string;
  readonly to: string;
  /** A second place that has to change with the first. */
  readonly also?: { readonly from: string; readonly to: string };
  readonly run?: string;
  readonly answers?: { readonly old: unknown; readonly new: unknown };
}

/** A property of each kind of type: `item` comes back and can be updated, `stamp` only comes back, `note` is only sent. */
const title = `<Property Name="title" Type="Edm.String" />`;
const by = `<Property Name="by" Type="Edm.String" Nullable="false" />`;
const comment = `<Property Name="comment" Type="Edm.String" />`;
const count = `<Property Name="count" Type="Edm.Int32" Nullable="false" />`;
const correlation = `<Property Name="correlation" Type="Edm.Guid" Nullable="false" />`;
const text = `<Property Name="text" Type="Edm.String" Nullable="false" />`;
const hint = `<Property Name="hint" Type="Edm.String" />`;
const noteNumber = `<Property Name="number" Type="Edm.Int32" />`;
const owner = `<NavigationProperty Name="owner" Type="graph.person" Nullable="false" />`;
const parts = `<NavigationProperty Name="parts" Type="Collection(graph.part)" ContainsTarget="true" />`;
const level = `<Parameter Name="level" Type="Edm.Int32" />`;
const tag = `<Parameter Name="tag" Type="Edm.String">\n          <Annotation Term="Org.OData.Core.V1.OptionalParameter" />\n        </Parameter>`;
const stampResult = `<ReturnType Type="graph.stamp" Nullable="false" />`;
const serial = `<Property Name="serial" Type="Edm.String" Nullable="false">\n          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />\n        </Property>`;
const revisions = (date: string): string =>
  `<Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Description" String="Use titles." /><PropertyValue Property="RemovalDate" Date="${date}" /></Record></Collection></Annotation>`;

export const proofCases: readonly ProofCase[] = [
  // Types
  {
    code: "type-added",
    severity: "minor",
    from: `<ComplexType Name="note">`,
    to: `<ComplexType Name="memo"><Property Name="line" Type="Edm.String" Nullable="false" /></ComplexType><ComplexType Name="note">`,
  },
  {
    code: "variant-added",
    severity: "minor",
    from: `<ComplexType Name="cityArea"`,
    to: `<ComplexType Name="landArea" BaseType="graph.area"><Property Name="land" Type="Edm.String" /></ComplexType><ComplexType Name="cityArea"`,
  },
  {
    code: "type-removed",
    severity: "major",
    from: `<ComplexType Name="square" BaseType="graph.shape">\n        <Property Name="side" Type="Edm.Double" Nullable="false" />\n      </ComplexType>`,
    to: "",
  },
  {
    code: "type-renamed",
    severity: "major",
    from: `<ComplexType Name="stamp">`,
    to: `<ComplexType Name="seal">`,
    also: { from: stampResult, to: stampResult.replace("stamp", "seal") },
  },
  {
    code: "type-kind-changed",
    severity: "major",
    from: `<ComplexType Name="note">\n        ${text}\n        ${hint}\n        <Property Name="why" Type="graph.reason" />\n        <Property Name="where" Type="graph.area" />\n        ${noteNumber}\n      </ComplexType>`,
    to: `<EntityType Name="note">\n        ${text}\n        ${hint}\n        <Property Name="why" Type="graph.reason" />\n        <Property Name="where" Type="graph.area" />\n        ${noteNumber}\n      </EntityType>`,
  },
  {
    code: "type-became-abstract",
    severity: "major",
    from: `<ComplexType Name="circle" BaseType="graph.shape">`,
    to: `<ComplexType Name="circle" BaseType="graph.shape" Abstract="true">`,
  },
  {
    code: "type-became-concrete",
    severity: "minor",
    from: `<EntityType Name="entity" Abstract="true">`,
    to: `<EntityType Name="entity">`,
  },
  {
    code: "base-changed",
    severity: "major",
    from: `<ComplexType Name="circle" BaseType="graph.shape">`,
    to: `<ComplexType Name="circle">\n        <Property Name="label" Type="Edm.String" />`,
  },
  {
    code: "base-changed",
    severity: "minor",
    from: `<EntityType Name="person" BaseType="graph.entity">`,
    to: `<EntityType Name="being" BaseType="graph.entity" Abstract="true" />\n      <EntityType Name="person" BaseType="graph.being">`,
  },
  {
    code: "open-type-changed",
    severity: "minor",
    from: `<EntityType Name="item" BaseType="graph.entity">`,
    to: `<EntityType Name="item" BaseType="graph.entity" OpenType="true">`,
  },
  {
    code: "open-type-changed",
    severity: "major",
    from: `<EntityType Name="bulk" BaseType="graph.entity" HasStream="true" OpenType="true" />`,
    to: `<EntityType Name="bulk" BaseType="graph.entity" HasStream="true" />`,
  },
  {
    code: "key-changed",
    severity: "major",
    from: `<PropertyRef Name="code" />`,
    to: `<PropertyRef Name="size" />`,
  },
  {
    code: "media-changed",
    severity: "minor",
    from: `<EntityType Name="bulk" BaseType="graph.entity" HasStream="true" OpenType="true" />`,
    to: `<EntityType Name="bulk" BaseType="graph.entity" OpenType="true" />`,
  },
  // Properties
  {
    code: "property-added",
    severity: "minor",
    from: by,
    to: `${by}<Property Name="at" Type="Edm.Date" Nullable="false" />`,
  },
  {
    code: "property-added",
    severity: "minor",
    from: text,
    to: `${text}<Property Name="size" Type="Edm.Int32" />`,
  },
  {
    code: "property-added",
    severity: "major",
    from: text,
    to: `${text}<Property Name="size" Type="Edm.Int32" Nullable="false" />`,
  },
  { code: "property-removed", severity: "major", from: comment, to: "" },
  { code: "property-removed", severity: "major", from: hint, to: "" },
  { code: "property-renamed", severity: "major", from: title, to: title.replace("title", "itemTitle") },
  {
    code: "property-type-changed",
    severity: "major",
    from: comment,
    to: comment.replace("Edm.String", "Edm.Boolean"),
  },
  {
    code: "property-type-changed",
    severity: "major",
    from: count,
    to: count.replace("Edm.Int32", "Edm.Int64"),
    run: `if (!Number.isSafeInteger(answer.count)) throw new Error("counts are exact");`,
    answers: { old: { count: 7 }, new: { count: 2 ** 53 } },
  },
  {
    code: "property-type-changed",
    severity: "major",
    from: correlation,
    to: correlation.replace("Edm.Guid", "Edm.String"),
    run: `if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(answer.correlation)) throw new Error("a GUID");`,
    answers: {
      old: { correlation: "2a4161e9-61e9-2a41-e961-412ae961412a" },
      new: { correlation: "batch 7" },
    },
  },
  {
    code: "property-type-changed",
    severity: "minor",
    from: count,
    to: count.replace("Edm.Int32", "Edm.Int16"),
  },
  {
    code: "property-type-changed",
    severity: "minor",
    from: noteNumber,
    to: noteNumber.replace("Edm.Int32", "Edm.Int64"),
  },
  {
    code: "property-became-nullable",
    severity: "major",
    from: by,
    to: by.replace(` Nullable="false"`, ""),
  },
  {
    code: "property-became-nullable",
    severity: "minor",
    from: text,
    to: text.replace(` Nullable="false"`, ""),
  },
  {
    code: "property-became-nullable",
    severity: "major",
    from: owner,
    to: owner.replace(` Nullable="false"`, ""),
    run: `if (answer.owner === null) throw new Error("every item has an owner");`,
    answers: { old: { owner: { id: "1" } }, new: { owner: null } },
  },
  {
    code: "property-no-longer-nullable",
    severity: "major",
    from: hint,
    to: hint.replace(" />", ` Nullable="false" />`),
  },
  {
    code: "property-no-longer-nullable",
    severity: "major",
    from: title,
    to: title.replace(" />", ` Nullable="false" />`),
  },
  {
    code: "property-no-longer-nullable",
    severity: "minor",
    from: comment,
    to: comment.replace(" />", ` Nullable="false" />`),
  },
  {
    code: "property-became-read-only",
    severity: "major",
    from: `<Property Name="color" Type="Edm.String" />`,
    to: `<Property Name="color" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>`,
  },
  {
    code: "property-became-read-only",
    severity: "patch",
    from: comment,
    to: comment.replace(" />", `><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>`),
  },
  {
    code: "property-became-writable",
    severity: "major",
    from: serial,
    to: `<Property Name="serial" Type="Edm.String" Nullable="false" />`,
  },
  {
    code: "property-became-writable",
    severity: "minor",
    from: `<Property Name="number" Type="Edm.Int32" Nullable="false">\n          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />`,
    to: `<Property Name="number" Type="Edm.Int32" Nullable="false">`,
  },
  {
    code: "property-became-writable",
    severity: "patch",
    from: `<Property Name="sealed" Type="Edm.Boolean" Nullable="false">\n          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />`,
    to: `<Property Name="sealed" Type="Edm.Boolean" Nullable="false">`,
  },
  // Navigation
  {
    code: "navigation-added",
    severity: "minor",
    from: owner,
    to: `${owner}<NavigationProperty Name="buyer" Type="graph.person" />`,
  },
  { code: "navigation-removed", severity: "major", from: parts, to: "" },
  { code: "navigation-renamed", severity: "major", from: parts, to: parts.replace("parts", "itemParts") },
  {
    code: "navigation-type-changed",
    severity: "major",
    from: owner,
    to: owner.replace("graph.person", "graph.root"),
  },
  {
    code: "navigation-containment-changed",
    severity: "patch",
    from: parts,
    to: parts.replace(` ContainsTarget="true"`, ""),
  },
  // Enums
  {
    code: "enum-member-added",
    severity: "major",
    from: `<Member Name="blue" Value="1" />`,
    to: `<Member Name="blue" Value="1" /><Member Name="green" Value="2" />`,
  },
  {
    code: "enum-member-added",
    severity: "minor",
    from: `<Member Name="bad" Value="1" />`,
    to: `<Member Name="bad" Value="1" /><Member Name="fair" Value="3" />`,
  },
  {
    code: "enum-member-added",
    severity: "minor",
    from: `<Member Name="write" Value="2" />`,
    to: `<Member Name="write" Value="2" /><Member Name="own" Value="4" />`,
  },
  {
    code: "enum-member-added",
    severity: "minor",
    from: `<Member Name="sold" Value="1" />`,
    to: `<Member Name="sold" Value="1" /><Member Name="worn" Value="2" />`,
  },
  { code: "enum-member-removed", severity: "major", from: `<Member Name="blue" Value="1" />`, to: "" },
  {
    code: "enum-member-removed",
    severity: "major",
    from: `<Member Name="bad" Value="1" />`,
    to: "",
    run: `if (!answer.moods.includes("bad")) throw new Error("the program sends bad");`,
    answers: { old: { moods: ["good", "bad"] }, new: { moods: ["good"] } },
  },
  {
    code: "enum-member-renamed",
    severity: "major",
    from: `<Member Name="blue" Value="1" />`,
    to: `<Member Name="navy" Value="1" />`,
  },
  {
    code: "enum-opened",
    severity: "major",
    from: `<Member Name="blue" Value="1" />`,
    to: `<Member Name="blue" Value="1" /><Member Name="unknownFutureValue" Value="2" />`,
  },
  {
    code: "enum-opened",
    severity: "minor",
    from: `<Member Name="sold" Value="1" />`,
    to: `<Member Name="sold" Value="1" /><Member Name="unknownFutureValue" Value="2" />`,
  },
  {
    code: "enum-closed",
    severity: "major",
    from: `<Member Name="unknownFutureValue" Value="2" />`,
    to: "",
  },
  {
    code: "enum-closed",
    severity: "minor",
    from: `<Member Name="unknownFutureValue" Value="4" />`,
    to: "",
  },
  {
    code: "enum-flags-changed",
    severity: "major",
    from: `<EnumType Name="color">`,
    to: `<EnumType Name="color" IsFlags="true">`,
  },
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
    to: `${level}<Parameter Name="order" Type="Edm.Int32" />`,
  },
  {
    code: "parameter-added",
    severity: "minor",
    from: level,
    to: `${level}<Parameter Name="order" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>`,
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
    from: level,
    to: level.replace(" />", `><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>`),
  },
  {
    code: "parameter-became-required",
    severity: "major",
    from: tag,
    to: `<Parameter Name="tag" Type="Edm.String" />`,
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
    from: `<Parameter Name="note" Type="graph.note" Nullable="false" />`,
    to: `<Parameter Name="note" Type="graph.note" />`,
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
