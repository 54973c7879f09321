import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { compile } from "./compile.ts";
import { createMemoryWorld } from "./memory-world.ts";
import type { MemoryWorld } from "./memory-world.ts";

const metadata = `<Edmx><DataServices><Schema Namespace="microsoft.graph" Alias="graph">
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.String" Nullable="false" /></EntityType>
  <EntityType Name="kitchen" BaseType="graph.entity">
    <NavigationProperty Name="brews" Type="Collection(graph.brew)" ContainsTarget="true" />
    <NavigationProperty Name="favourite" Type="graph.brew" />
    <NavigationProperty Name="stove" Type="graph.stove" ContainsTarget="true" />
  </EntityType>
  <EntityType Name="brew" BaseType="graph.entity">
    <Property Name="brewId" Type="Edm.String" />
    <NavigationProperty Name="parts" Type="Collection(graph.brew)" ContainsTarget="true" />
    <NavigationProperty Name="notes" Type="Collection(graph.note)" ContainsTarget="true" />
  </EntityType>
  <EntityType Name="coldBrew" BaseType="graph.brew"><NavigationProperty Name="ice" Type="Collection(graph.note)" ContainsTarget="true" /></EntityType>
  <EntityType Name="note" BaseType="graph.entity" />
  <EntityType Name="stove" BaseType="graph.entity" />
  <EntityContainer Name="service">
    <Singleton Name="kitchen" Type="graph.kitchen" />
    <EntitySet Name="notes" EntityType="graph.note" />
  </EntityContainer>
  <Annotations Target="graph.brew/notes"><Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false" /></Record></Annotation></Annotations>
  <Annotations Target="graph.stove"><Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false" /></Record></Annotation></Annotations>
</Schema></DataServices></Edmx>`;

function generate(): MemoryWorld {
  const world = createMemoryWorld([["metadata.xml", metadata]]);
  const args = ["generate", "--all", "--paths", "--csdl", "metadata.xml", "--out", "out"];
  expect(run(args, world), world.complaints.join("\n")).toBe(0);
  return world;
}

function requests(world: MemoryWorld): readonly string[] {
  const text = [...world.files]
    .filter(([path]) => path.endsWith("operations.ts"))
    .map(([, each]) => each)
    .join("\n");
  return [...text.matchAll(/name: "(\w+)",\n\s+method: "(\w+)",\n\s+path: "([^"]+)"/g)]
    .map(([, name, method, path]) => `${method} ${path} ${name}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

test("what lives at a path is made, read, changed and deleted; what is referred to is read; what is ruled out is not there", () => {
  const want = [
    "DELETE /kitchen/brews/{brewId} deleteKitchenBrewsItem",
    "DELETE /kitchen/brews/{brewId}/microsoft.graph.coldBrew/ice/{noteId} deleteKitchenBrewsColdBrewIceItem",
    "DELETE /kitchen/brews/{brewId}/notes/{noteId} deleteKitchenBrewsNotesItem",
    "DELETE /kitchen/brews/{brewId}/parts/{brewIdInPath} deleteKitchenBrewsPartsItem",
    "DELETE /kitchen/stove deleteKitchenStove",
    "DELETE /notes/{noteId} deleteNotesItem",
    "GET /kitchen getKitchen",
    "GET /kitchen/brews listKitchenBrews",
    "GET /kitchen/brews/{brewId} getKitchenBrewsItem",
    "GET /kitchen/brews/{brewId}/microsoft.graph.coldBrew/ice listKitchenBrewsColdBrewIce",
    "GET /kitchen/brews/{brewId}/microsoft.graph.coldBrew/ice/{noteId} getKitchenBrewsColdBrewIceItem",
    "GET /kitchen/brews/{brewId}/notes listKitchenBrewsNotes",
    "GET /kitchen/brews/{brewId}/notes/{noteId} getKitchenBrewsNotesItem",
    "GET /kitchen/brews/{brewId}/parts listKitchenBrewsParts",
    "GET /kitchen/brews/{brewId}/parts/{brewIdInPath} getKitchenBrewsPartsItem",
    "GET /kitchen/favourite getKitchenFavourite",
    "GET /notes listNotes",
    "GET /notes/{noteId} getNote",
    "PATCH /kitchen updateKitchen",
    "PATCH /kitchen/brews/{brewIdInPath} updateKitchenBrewsItem",
    "PATCH /kitchen/brews/{brewId}/microsoft.graph.coldBrew/ice/{noteId} updateKitchenBrewsColdBrewIceItem",
    "PATCH /kitchen/brews/{brewId}/notes/{noteId} updateKitchenBrewsNotesItem",
    "PATCH /kitchen/brews/{brewIdInPath}/parts/{brewIdInPath2} updateKitchenBrewsPartsItem",
    "PATCH /kitchen/stove updateKitchenStove",
    "PATCH /notes/{noteId} updateNotesItem",
    "POST /kitchen/brews createKitchenBrews",
    "POST /kitchen/brews/{brewId}/microsoft.graph.coldBrew/ice createKitchenBrewsColdBrewIce",
    "POST /kitchen/brews/{brewIdInPath}/parts createKitchenBrewsParts",
    "POST /notes createNotes",
  ];
  expect(requests(generate())).toEqual(want.toSorted((a, b) => (a < b ? -1 : 1)));
});

test("operations along the paths compile", () => {
  const files = [...generate().files].filter(([path]) => path.endsWith(".ts"));
  expect(compile(files.map(([path, text]) => [path.replace("out/", ""), text] as const))).toBe("");
});
