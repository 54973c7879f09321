import { text, hint, noteNumber, stampResult } from "./lines.ts";
import type { ProofCase } from "./proof-case.ts";

export const typeCases: readonly ProofCase[] = [
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
];
