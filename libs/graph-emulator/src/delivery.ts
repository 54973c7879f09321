import type { ServiceResponse } from "./context.ts";
import type { FaultPlan } from "./faults/fault.ts";

/** What the connection does with an answer. */
export type Delivery =
  | { readonly kind: "answer"; readonly delayMs: number }
  /** Breaks after so many bytes of the body. */
  | { readonly kind: "truncate"; readonly delayMs: number; readonly bytes: number | undefined }
  /** Breaks without an answer; `lateMs`: and the request is carried out that much later. */
  | { readonly kind: "reset"; readonly delayMs: number; readonly lateMs?: number };

/** An answer and how it gets to the client. */
export interface Outcome {
  readonly response: ServiceResponse;
  readonly delivery: Delivery;
  /** Called when the answer was handed to the connection, or the connection was broken. */
  readonly onDelivered: () => void;
}

/** What a request led to, for the connection and for the line in the log. */
export interface ServiceOutcome extends Outcome {
  readonly requestId: string;
  readonly fault?: string;
  /** Called when the change could not be stored. */
  readonly onUndone?: () => void;
}

/** Whether the request is carried out now. */
export function hasEffect({ terminal }: FaultPlan): boolean {
  switch (terminal?.kind) {
    case undefined:
    case "truncate":
      return true;
    case "status":
      return terminal.hasEffect === true;
    case "reset":
      return terminal.at === "after";
    case "claims":
      return false;
    default:
      return terminal satisfies never;
  }
}

/** What the connection does, for a plan. */
export function toDelivery({ terminal, delayMs }: FaultPlan): Delivery {
  switch (terminal?.kind) {
    case "reset":
      return terminal.at === "during"
        ? { kind: "reset", delayMs, lateMs: terminal.lateMs ?? 50 }
        : { kind: "reset", delayMs };
    case "truncate":
      return { kind: "truncate", delayMs, bytes: terminal.bytes };
    case undefined:
    case "status":
    case "claims":
      return { kind: "answer", delayMs };
    default:
      return terminal satisfies never;
  }
}

/** The fault in words, for the log; `undefined` when nothing went wrong. */
export function describeFault({ terminal, delayMs, staleMs }: FaultPlan): string | undefined {
  const words = [
    terminal === undefined ? "" : describeTerminal(terminal),
    delayMs > 0 ? `slow ${delayMs} ms` : "",
    staleMs > 0 ? `stale ${staleMs} ms` : "",
  ].filter((word) => word !== "");
  return words.length === 0 ? undefined : words.join(", ");
}

function describeTerminal(fault: NonNullable<FaultPlan["terminal"]>): string {
  switch (fault.kind) {
    case "status":
      return `status ${fault.status}${fault.hasEffect === true ? " after the effect" : ""}`;
    case "reset":
      return `reset ${fault.at}`;
    case "truncate":
    case "claims":
      return fault.kind;
    default:
      return fault satisfies never;
  }
}
