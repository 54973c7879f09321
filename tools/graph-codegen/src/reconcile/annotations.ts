import type { CsdlAnnotation } from "../read/csdl-facts.ts";

/** The vocabulary terms that have a say in the library. */
export const terms = {
  computed: "Org.OData.Core.V1.Computed",
  delete: "Org.OData.Capabilities.V1.DeleteRestrictions",
  description: "Org.OData.Core.V1.Description",
  immutable: "Org.OData.Core.V1.Immutable",
  insert: "Org.OData.Capabilities.V1.InsertRestrictions",
  longDescription: "Org.OData.Core.V1.LongDescription",
  optionalParameter: "Org.OData.Core.V1.OptionalParameter",
  permissions: "Org.OData.Core.V1.Permissions",
  read: "Org.OData.Capabilities.V1.ReadRestrictions",
  revisions: "Org.OData.Core.V1.Revisions",
  update: "Org.OData.Capabilities.V1.UpdateRestrictions",
} as const;

/** What the annotations of one target say with a term. */
export function said(annotations: readonly CsdlAnnotation[], term: string): readonly CsdlAnnotation[] {
  return annotations.filter((annotation) => annotation.term === term);
}

/** The value of the last annotation with a term. */
export function saidValue(annotations: readonly CsdlAnnotation[], term: string): string | undefined {
  return annotations.findLast((annotation) => annotation.term === term)?.value;
}

/** Why a thing should not be used any more, where a revision says so. */
export function deprecation(annotations: readonly CsdlAnnotation[]): { readonly deprecated?: string } {
  const deprecated = saidValue(annotations, terms.revisions);
  return deprecated === undefined ? {} : { deprecated };
}
