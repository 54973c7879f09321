import type { ServiceContext, ServiceRequest } from "./context.ts";
import type { Delivery, ServiceOutcome } from "./delivery.ts";
import { failedCommit, handle, internalError } from "./handle.ts";

/** Answers requests. Changes are durable before their answers leave. */
export interface Service {
  receive(request: ServiceRequest, answer: (outcome: ServiceOutcome) => void): void;
  /** Makes everything durable; what was to be carried out late is not. */
  close(): void;
}

/**
 * Answers in the order of arrival. Requests that arrive together are committed together: the disk is waited for once.
 */
export function createService(context: ServiceContext, log: (line: string) => void): Service {
  const { store } = context;
  const waiting: (() => void)[] = [];
  const late = new Set<NodeJS.Timeout>();
  let failure: unknown;

  const commit = (): void => {
    failure = undefined;
    try {
      store.commit();
    } catch (error) {
      failure = error;
      log(`fault of the emulator: the changes could not be stored: ${toText(error)}`);
    }
    for (const answer of waiting.splice(0)) answer();
  };
  const run = (request: ServiceRequest, isLate: boolean): ServiceOutcome => {
    try {
      return handle(context, request, isLate);
    } catch (error) {
      log(`fault of the emulator: ${toText(error)}`);
      return internalError(context);
    }
  };
  const runLater = (request: ServiceRequest, delivery: Delivery): void => {
    if (delivery.kind !== "reset" || delivery.lateMs === undefined) return;
    const timer = setTimeout(() => {
      late.delete(timer);
      run(request, true);
      commit();
    }, delivery.delayMs + delivery.lateMs);
    late.add(timer);
  };

  return {
    receive(request, answer) {
      const outcome = run(request, false);
      runLater(request, outcome.delivery);
      // An answer that saw a change must not leave before the change is durable.
      if (!store.isDirty()) return answer(outcome);
      if (waiting.length === 0) setImmediate(commit);
      waiting.push(() => answer(failure === undefined ? outcome : failedCommit(outcome)));
    },
    close() {
      for (const timer of late) clearTimeout(timer);
      commit();
    },
  };
}

function toText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
