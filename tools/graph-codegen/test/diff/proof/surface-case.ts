import type { Severity } from "../../../src/diff/change.ts";
import type { ChangeCode } from "../../../src/diff/codes.ts";

/** One rule, as an edit of the specs under `test/fixture`. */
export interface SurfaceCase {
  readonly code: ChangeCode;
  readonly severity: Severity;
  /** Of the whole comparison, where this kind of change never comes alone. */
  readonly verdict?: Severity;
  /** What is different before, where the fixture does not have what changes. */
  readonly before?: Readonly<Record<string, (text: string) => string>>;
  /** The part of the consumer that is left then. */
  readonly consumer?: string;
  readonly changes: Readonly<Record<string, (text: string) => string>>;
  /** What a program checks of the library when it runs: an allow list, a stand-in, what was consented to. */
  readonly run?: string;
}
