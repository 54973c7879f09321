import { type Link, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Key } from "../store/key.ts";
import type { Verdict } from "./attempt-work.ts";
import type { Wish } from "./wish.ts";

/**
 * Runs an attempt in a span of its own, linked to the traces of those who submitted: one write can be of several. The
 * requests to the service are its children. Without a registered SDK it only runs it.
 */
export async function inSpan(
  key: Key,
  wishes: readonly Wish[],
  attempt: () => Promise<Verdict>,
): Promise<Verdict> {
  const links = wishes.flatMap((wish) => toLink(wish.trace) ?? []);
  const attributes = {
    "intune_worker.tenant": key.tenant,
    "intune_worker.resource": key.resource,
    "intune_worker.configuration": key.configuration,
    "intune_worker.generations": wishes.map(({ generation }) => generation),
  };
  const tracer = trace.getTracer("intune-worker");
  return await tracer.startActiveSpan("apply wishes", { links, attributes }, async (span) => {
    try {
      const verdict = await attempt();
      span.setAttribute("intune_worker.verdict", verdict.kind);
      if (verdict.kind === "dead") span.setStatus({ code: SpanStatusCode.ERROR, message: verdict.code });
      return verdict;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** From W3C `traceparent`, as it came with the submission. */
function toLink(traceparent: string | null): Link | undefined {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { context: { traceId, spanId, traceFlags: Number.parseInt(flags ?? "0", 16), isRemote: true } };
}
