/** A property of each kind of type: `item` comes back and can be updated, `stamp` only comes back, `note` is only sent. */
export const title = `<Property Name="title" Type="Edm.String" />`;
export const by = `<Property Name="by" Type="Edm.String" Nullable="false" />`;
export const comment = `<Property Name="comment" Type="Edm.String" />`;
export const count = `<Property Name="count" Type="Edm.Int32" Nullable="false" />`;
export const correlation = `<Property Name="correlation" Type="Edm.Guid" Nullable="false" />`;
export const text = `<Property Name="text" Type="Edm.String" Nullable="false" />`;
export const hint = `<Property Name="hint" Type="Edm.String" />`;
export const noteNumber = `<Property Name="number" Type="Edm.Int32" />`;
export const owner = `<NavigationProperty Name="owner" Type="graph.person" Nullable="false" />`;
export const parts = `<NavigationProperty Name="parts" Type="Collection(graph.part)" ContainsTarget="true" />`;
export const note = `<Parameter Name="note" Type="graph.note" Nullable="false" />`;
export const level = `<Parameter Name="level" Type="Edm.Int32" />`;
export const tag = `<Parameter Name="tag" Type="Edm.String">\n          <Annotation Term="Org.OData.Core.V1.OptionalParameter" />\n        </Parameter>`;
export const stampResult = `<ReturnType Type="graph.stamp" Nullable="false" />`;
export const serial = `<Property Name="serial" Type="Edm.String" Nullable="false">\n          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />\n        </Property>`;
export const revisions = (date: string): string =>
  `<Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Description" String="Use titles." /><PropertyValue Property="RemovalDate" Date="${date}" /></Record></Collection></Annotation>`;
