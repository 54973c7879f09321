import type { Model, TypeDef } from "../model/ir.ts";

/** `@deprecated` and `@see`, where there is something to say. */
export function tags(model: Model, type: TypeDef): readonly string[] {
  const found: string[] = [];
  if (type.deprecated !== undefined) found.push(`@deprecated ${type.deprecated}`);
  if (type.page !== undefined)
    found.push(
      `@see https://learn.microsoft.com/graph/api/resources/${encodeURIComponent(type.page)}?view=${docsView(model)}`,
    );
  return found;
}

/** The reference's name for a version: `graph-rest-beta`. */
export function docsView({ version }: Model): string {
  return `graph-rest-${version === "beta" ? "beta" : "1.0"}`;
}
