import type { Severity } from "../../../src/diff/change.ts";
import type { ChangeCode } from "../../../src/diff/codes.ts";

/**
 * One rule: an edit of `fixture/base.csdl`, and what it is judged as. The demanding consumer proves it by compiling or
 * not. Where types cannot tell, a program proves it by running: `run` is its body, with `answer` from the service
 * before and after, and the library in scope as `lib`.
 */
export interface ProofCase {
  readonly code: ChangeCode;
  readonly severity: Severity;
  readonly from: string;
  readonly to: string;
  /** A second place that has to change with the first. */
  readonly also?: { readonly from: string; readonly to: string };
  readonly run?: string;
  readonly answers?: { readonly old: unknown; readonly new: unknown };
}
