import type { TypeTable } from "../type-table.ts";

/**
 * R004: an abstract type is never a value; where a property has it, the value is one of its concrete types.
 *
 * The seed's example shows a target of type `deviceAndAppManagementAssignmentTarget`, which the metadata marks
 * `Abstract="true"`; ten of the 37 assign pages of 2021 do the same, and none shows a group. Users copy them. So the
 * property's type is the union of the concrete types, told apart by `@odata.type`, and a value of the abstract type
 * does not compile. The union is closed: docs and the SDKs' tables agree on its members, and a decoder that fell back
 * to the base type for others would lose their data.
 */
export const abstractType = {
  id: "R004",
  isAbstract: (name: string, table: TypeTable): boolean => {
    const declared = table.get(name)?.csdl;
    return declared !== undefined && declared.kind !== "enum" && declared.isAbstract;
  },
} as const;
