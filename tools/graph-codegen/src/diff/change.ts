import type { Origin } from "../model/facts.ts";
import type { ChangeCode } from "./codes.ts";

/** What a change asks of somebody who takes the next release: to change code, nothing but a look, nothing. */
export type Severity = "major" | "minor" | "patch";

/** Where callers meet a type: in what comes back, in what they send, in an entity that they may create or update. */
export type Position = "response" | "request" | "update";

/** One difference between two descriptions of the API. */
export interface Change {
  readonly code: ChangeCode;
  readonly severity: Severity;
  /** `group.displayName`, `assignGroupPolicyConfiguration`. */
  readonly subject: string;
  /** Where callers met it before the change; empty when the question does not arise. */
  readonly positions: readonly Position[];
  /** What changed, as a sentence; names stand in backticks. */
  readonly message: string;
  /** Why it weighs what it weighs. */
  readonly because: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** How sure a rename is, from 0 to 1. */
  readonly confidence?: number;
  /** Both places; for a thing that one side does not have, the place that would hold it. */
  readonly origins: { readonly old: Origin; readonly new: Origin };
}

/** What a comparison found, and what it means for the next version. */
export interface Comparison {
  readonly verdict: Severity | "none";
  readonly changes: readonly Change[];
}

const weights: Readonly<Record<Severity | "none", number>> = { major: 3, minor: 2, patch: 1, none: 0 };

/** Whether `severity` asks for a bigger step than `other`. */
export function outweighs(severity: Severity | "none", other: Severity | "none"): boolean {
  return weights[severity] > weights[other];
}

/** The largest of some severities. */
export function largest(severities: readonly (Severity | "none")[]): Severity | "none" {
  return severities.reduce((most, each) => (outweighs(each, most) ? each : most), "none");
}
