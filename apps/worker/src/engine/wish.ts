import type { AssignMode, Assignment, AssignmentChange } from "@intunectl/assignments";
import type { Key } from "../store/key.ts";

/** Where a wish is on its way. */
export type WishState =
  /** Stored, not begun. */
  | "waiting"
  /** A worker is at it. */
  | "applying"
  /** Written and read back. */
  | "applied"
  /** It was so already. */
  | "unchanged"
  /** A newer wish says all that this one said. */
  | "superseded"
  /** Must not be written: the tenant moved since the plan, or its set is not understood. */
  | "refused"
  /** Could not be written; the dead letter. */
  | "failed"
  | "cancelled";

/** A change as it was accepted. */
export interface Wish extends Key {
  readonly id: string;
  /** Counts the wishes of one configuration, from 1. */
  readonly generation: number;
  readonly mode: AssignMode;
  readonly assignments: readonly Assignment[];
  /** The set that a plan was made from; the wish is refused when it is no longer there. */
  readonly guard: readonly Assignment[] | null;
  readonly state: WishState;
  readonly submittedBy: string;
  readonly onBehalfOf: string | null;
  readonly note: string | null;
  /** W3C `traceparent` of the submission. */
  readonly trace: string | null;
}

/** A change of one target, and whose wish it is. */
export interface AttributedChange {
  readonly kind: Exclude<AssignmentChange["kind"], "keep">;
  readonly target: AssignmentChange["target"];
  readonly before?: AssignmentChange["target"];
  readonly generation: number;
  readonly by: string;
}

/** Who asked, for the audit: the token's name, and the person that it spoke for. */
export function toActor({ submittedBy, onBehalfOf }: Pick<Wish, "submittedBy" | "onBehalfOf">): string {
  return onBehalfOf === null ? submittedBy : `${onBehalfOf} (by ${submittedBy})`;
}
