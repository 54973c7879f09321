import type { Origin } from "../model/facts.ts";
import type { ParameterDef } from "../model/ir.ts";
import type { CsdlAnnotation } from "../read/csdl-facts.ts";
import type { TypeTable } from "./type-table.ts";

interface Option {
  readonly name: string;
  readonly type: "Edm.String" | "Edm.Boolean" | "Edm.Int32";
  readonly says: string;
  /** The end of the term that can rule it out, and how it does. */
  readonly unless?: { readonly term: string; readonly value: RegExp };
  /** A collection only. */
  readonly isOfMany: boolean;
}

/** OData's query options, and what the capabilities vocabulary calls each of them. */
const options: readonly Option[] = [
  {
    name: "$count",
    type: "Edm.Boolean",
    says: "Whether the answer says how many items there are.",
    unless: { term: "CountRestrictions", value: /^Countable=false$/ },
    isOfMany: true,
  },
  {
    name: "$expand",
    type: "Edm.String",
    says: "Names of navigation properties to return as well, separated by commas.",
    unless: { term: "ExpandRestrictions", value: /^Expandable=false$/ },
    isOfMany: false,
  },
  {
    name: "$filter",
    type: "Edm.String",
    says: "OData filter expression.",
    unless: { term: "FilterRestrictions", value: /^Filterable=false$/ },
    isOfMany: true,
  },
  {
    name: "$orderby",
    type: "Edm.String",
    says: "Names of the properties to sort by, each with ` desc` where wanted.",
    unless: { term: "SortRestrictions", value: /^Sortable=false$/ },
    isOfMany: true,
  },
  {
    name: "$search",
    type: "Edm.String",
    says: "Words to search for.",
    unless: { term: "SearchRestrictions", value: /^Searchable=false$/ },
    isOfMany: true,
  },
  {
    name: "$select",
    type: "Edm.String",
    says: "Names of the properties to return, separated by commas.",
    unless: { term: "SelectSupport", value: /^Supported=false$/ },
    isOfMany: false,
  },
  {
    name: "$skip",
    type: "Edm.Int32",
    says: "How many items to pass over.",
    unless: { term: "SkipSupported", value: /^false$/ },
    isOfMany: true,
  },
  {
    name: "$top",
    type: "Edm.Int32",
    says: "Most items on a page.",
    unless: { term: "TopSupported", value: /^false$/ },
    isOfMany: true,
  },
];

/**
 * The query options of a read: all that OData has, without those that the metadata rules out.
 *
 * `targets` are what annotations can be about: the set or the navigation property that is read, and its type.
 */
export function queryOptions(
  table: TypeTable,
  targets: readonly string[],
  isCollection: boolean,
  origin: Origin,
): readonly ParameterDef[] {
  const annotations = targets.flatMap((target) => table.annotations(target));
  return options
    .filter((option) => (isCollection || !option.isOfMany) && !isRuledOut(option, annotations))
    .map(({ name, type, says }) => ({
      name,
      type: { name: type, isCollection: false },
      isOptional: true,
      isNullable: false,
      description: { value: says, origin },
      origins: [origin],
    }));
}

function isRuledOut({ unless }: Option, annotations: readonly CsdlAnnotation[]): boolean {
  return (
    unless !== undefined &&
    annotations.some(({ term, value }) => term.endsWith(`.${unless.term}`) && unless.value.test(value))
  );
}
