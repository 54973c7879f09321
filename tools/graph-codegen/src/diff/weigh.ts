import type { Position, Severity } from "./change.ts";
import { has } from "./comparing.ts";
import type { TypeRelation } from "./type-relation.ts";

/** A severity and its reason. */
export interface Weight {
  readonly severity: Severity;
  readonly because: string;
}

const never: Weight = { severity: "minor", because: "nothing that worked stops working" };

/** More values are possible than before. Who reads meets them; who writes may send what was sent. */
export function weighWider(positions: readonly Position[], what: string): Weight {
  return has(positions, "response")
    ? { severity: "major", because: `it comes back from the service, and ${what}` }
    : { ...never, because: "it is only sent: what was sent before is still accepted" };
}

/** Fewer values are possible than before. Who writes may send one that is refused; who reads has met all of them. */
export function weighNarrower(positions: readonly Position[], what: string): Weight {
  if (has(positions, "request"))
    return { severity: "major", because: `it is sent to the service, and ${what}` };
  if (has(positions, "update"))
    return {
      severity: "major",
      because: `the entity can be created and updated, and ${what}`,
    };
  return { ...never, because: "it only comes back: readers are ready for more than they now meet" };
}

/** A type that changed, by how the new values relate to the old ones. */
export function weighRelation(relation: TypeRelation, positions: readonly Position[]): Weight {
  if (relation === "wider")
    return weighWider(positions, "readers may meet values that the old type does not have");
  if (relation === "narrower")
    return weighNarrower(positions, "some values that were accepted are not any more");
  return { severity: "major", because: "values of the one type are not values of the other" };
}
