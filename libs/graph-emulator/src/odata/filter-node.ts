/** A value that a property is compared with. */
export type Literal = string | number | boolean | null;

/** How two values are compared. */
export type Comparison = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

/** A `$filter` expression. */
export type FilterNode =
  | { readonly kind: "and" | "or"; readonly parts: readonly FilterNode[] }
  | { readonly kind: "not"; readonly part: FilterNode }
  | {
      readonly kind: "compare";
      readonly property: string;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: "in"; readonly property: string; readonly values: readonly Literal[] }
  | {
      readonly kind: "text";
      readonly test: "startswith" | "endswith" | "contains";
      readonly property: string;
      readonly value: string;
    }
  /** The entity's own `@odata.type` is one of these; those that carry none have the declared type. */
  | { readonly kind: "type"; readonly names: readonly string[]; readonly includesDeclared: boolean };
