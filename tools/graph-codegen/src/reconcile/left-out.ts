import type { CsdlAction, CsdlParameter } from "../read/csdl-facts.ts";

/**
 * Whether a caller may leave a parameter out.
 *
 * OData takes a parameter of an action that is not given for null, so a nullable one need not be; a collection is never
 * null. The parameters of a function tell its overloads apart, and are all given.
 */
export function mayBeLeftOut({ kind }: CsdlAction, { isOptional, nullable, type }: CsdlParameter): boolean {
  return isOptional || (kind === "action" && nullable.value && !type.value.isCollection);
}
