import { AsyncLocalStorage } from "node:async_hooks";
import { allDevices } from "@intunectl/assignments";
import { createTracingEvents } from "@intunectl/graph-core/opentelemetry";
import {
  type Context,
  context,
  type ContextManager,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { expect, onTestFinished, test } from "vitest";
import { acceptWishes } from "../src/engine/accept.ts";
import { openTestStore, settled, startTestEngine, wish } from "./engine-harness.ts";
import { edge, startEmulator } from "./harness.ts";

interface Seen {
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly links: readonly string[];
}

/** As much of an SDK as tells who is whose child. */
function register(): readonly Seen[] {
  const seen: Seen[] = [];
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...args) => storage.run(active, () => run.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  const startSpan = (name: string, { links = [] }: SpanOptions = {}, parent = context.active()): Span => {
    const id = String(seen.length + 1).padStart(16, "0");
    seen.push({
      id,
      name,
      parent: trace.getSpan(parent)?.spanContext().spanId,
      links: links.map((link) => `${link.context.traceId}/${link.context.spanId}`),
    });
    return trace.wrapSpanContext({ traceId: "1".repeat(32), spanId: id, traceFlags: 1 });
  };
  const tracer: Tracer = {
    startSpan,
    startActiveSpan: (...args: readonly unknown[]) => {
      const [name, options] = args;
      const [run, given] = [args.at(-1), args.length > 3 ? args[2] : undefined];
      const parent = given === undefined ? context.active() : (given as Context);
      const span = startSpan(String(name), options as SpanOptions, parent);
      return context.with(trace.setSpan(parent, span), run as (span: Span) => never, undefined, span);
    },
  };
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  onTestFinished(() => {
    trace.disable();
    context.disable();
  });
  return seen;
}

test("an attempt is linked to the submitter's trace, and the requests to the service are its children", async () => {
  const seen = register();
  const [store, emulator] = [await openTestStore("PGlite"), await startEmulator()];
  const events = [createTracingEvents(trace.getTracer("test"))];
  const engine = await startTestEngine(store, emulator, { events });
  const [traceId, spanId] = ["ab".repeat(16), "cd".repeat(8)];
  await acceptWishes(store, engine.queue, [wish(edge, { assignments: [{ target: allDevices() }] })], {
    principal: "ana",
    trace: `00-${traceId}-${spanId}-01`,
  });
  await settled(store);
  const attempt = seen.find(({ name }) => name === "apply wishes");
  expect(attempt?.links).toEqual([`${traceId}/${spanId}`]);
  const requests = seen.filter(({ parent }) => parent === attempt?.id).map(({ name }) => name);
  expect(requests.length).toBeGreaterThanOrEqual(3);
  expect(requests).toContain("assignGroupPolicyConfiguration");
});
