import { hostname } from "node:os";
import { createTracingEvents } from "@intunectl/graph-core/opentelemetry";
import { lazyCredential, type TokenCredential } from "@intunectl/graph-core";
import { assignableKinds, assignGroupPolicyConfiguration } from "@intunectl/graph-intune";
import { trace } from "@opentelemetry/api";
import { pino } from "pino";
import { createGraphPorts, type TenantAccess } from "../engine/graph-ports.ts";
import { type Engine, startEngine } from "../engine/start-engine.ts";
import { serveApi } from "../intake/serve.ts";
import { checkDrift, type DriftLog } from "../operate/drift.ts";
import { isSchedule, runOnSchedule } from "../operate/drift-schedule.ts";
import { vacuumHourly } from "../operate/vacuum.ts";
import type { Store } from "../store/store.ts";
import type { World } from "../world.ts";
import { openStore } from "./open-store.ts";
import type { WorkerOptions } from "./options.ts";
import { readTokens } from "./token-file.ts";

/** Runs a worker until it is asked to stop; resolves to the exit code. */
export async function start(world: World, options: WorkerOptions): Promise<number> {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, world.stderr);
  const fail = (code: number, message: string, hint: string): number => {
    world.stderr.write(`error  ${message}\nhint   ${hint}\n`);
    return code;
  };
  if (options.drift !== undefined && !isSchedule(options.driftSchedule))
    return fail(
      64,
      `--drift ${JSON.stringify(options.driftSchedule)} is no schedule`,
      'say a cron line, such as "0 * * * *"',
    );
  const access = await openAccess(world, options);
  if (access.kind === "failed") return fail(4, access.message, access.hint);
  const opened = await openStore(options, (error) =>
    log.warn({ reason: String(error) }, "database connection broke"),
  );
  if (opened.kind === "failed") {
    await access.close();
    return fail(1, opened.message, opened.hint);
  }
  const { store } = opened;
  try {
    const name = options.name ?? `${hostname()}-${world.processId}`;
    const engine = await startEngine({
      store,
      tenants: access.tenants,
      worker: name,
      concurrency: options.concurrency,
      leaseSeconds: options.leaseSeconds,
      rate: options.rate,
      settleMs: options.settleMs,
      events: [createTracingEvents(trace.getTracer("intune-worker"))],
      onEvent: (event) => log.info(event, event.event),
      clock: world.clock,
    });
    let isStopping = false;
    const tokens = readTokens(options.data, world.env);
    const api = await serveApi(
      options.listen,
      {
        store,
        queue: engine.queue,
        served: {
          tenants: access.tenants.map(({ tenant }) => tenant),
          resources: assignableKinds.map(({ resource }) => resource),
        },
        principalByToken: tokens.principalByToken,
        whyNotReady: () => (isStopping ? "it is stopping" : undefined),
      },
      (error) => log.error({ reason: String(error) }, "request failed"),
    );
    world.stdout.write(
      [
        `intune-worker ${name} is ready at ${api.address}`,
        `  database  ${store.name}`,
        ...(store.kind === "embedded"
          ? [
              "            survives a killed process, but does not promise to survive a power cut;",
              "            for that use PostgreSQL: --database-url postgres://…",
            ]
          : []),
        `  tenants   ${access.tenants.map(({ tenant }) => tenant).join(", ")}`,
        `  token     ${tokens.where}`,
        "",
      ].join("\n"),
    );
    const timers = [
      vacuumHourly(() => store.vacuum(), world, log),
      watchDrift(world, options, store, engine, access.tenants, log),
    ];
    await new Promise<void>((resolve) => {
      if (world.interrupt.aborted) resolve();
      world.interrupt.addEventListener("abort", () => resolve(), { once: true });
    });
    isStopping = true;
    log.info({ graceMs: options.graceMs }, "stopping: no new work; what runs is finished or handed over");
    await Promise.all([api.close(), engine.stop(options.graceMs), ...timers]);
    return 0;
  } catch (error) {
    return fail(1, error instanceof Error ? error.message : String(error), "see the log above");
  } finally {
    await store.close();
    await access.close();
  }
}

/** Looks for drift at the times of `--drift`; its reads go through the same limiter as the rest. */
async function watchDrift(
  { clock, interrupt }: World,
  { drift, driftSchedule, leaseSeconds, settleMs }: WorkerOptions,
  store: Store,
  { rate, queue }: Engine,
  access: readonly TenantAccess[],
  log: DriftLog,
): Promise<void> {
  if (drift === undefined) return;
  const openPort = createGraphPorts({
    tenants: access,
    rate,
    requestMs: leaseSeconds * 400,
    patienceMs: 60_000,
    sleep: (ms, signal) => clock.sleep(ms, signal ?? interrupt),
  });
  const tenants = access.map(({ tenant }) => tenant);
  await runOnSchedule(driftSchedule, clock, interrupt, async (at) => {
    const options = { store, queue, openPort, tenants, isRepairing: drift === "repair", settleMs, log };
    await checkDrift(options, at, interrupt).catch((error: unknown) =>
      log.warn({ reason: String(error) }, "drift could not be looked for"),
    );
  });
}

type Access =
  | {
      readonly kind: "opened";
      readonly tenants: readonly TenantAccess[];
      readonly close: () => Promise<void>;
    }
  | { readonly kind: "failed"; readonly message: string; readonly hint: string };

async function openAccess({ env, readText }: World, { isDemo, tenants }: WorkerOptions): Promise<Access> {
  if (isDemo) {
    const { createEmulator } = await import("@intunectl/graph-emulator");
    const emulator = await createEmulator({ throttle: "published" });
    const scopes = [...assignGroupPolicyConfiguration.permissions.delegated];
    const getToken = (): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }> =>
      Promise.resolve({ token: emulator.token({ scopes }), expiresOnTimestamp: Date.now() + 1_800_000 });
    return {
      kind: "opened",
      tenants: tenants.map(({ tenant }) => ({
        tenant,
        credential: { getToken },
        baseUrl: emulator.url,
      })),
      close: () => emulator.close(),
    };
  }
  const [token, common, baseUrl] = [
    env["INTUNECTL_ACCESS_TOKEN"]?.trim() ?? "",
    env["INTUNECTL_ACCESS_TOKEN_FILE"] ?? "",
    env["INTUNECTL_GRAPH_URL"],
  ];
  const without = tenants.find(({ tokenFile = common }) => tokenFile === "" && token === "");
  if (without !== undefined)
    return {
      kind: "failed",
      message: "there is no token for Microsoft Graph",
      hint: "set INTUNECTL_ACCESS_TOKEN_FILE (read again every minute) or INTUNECTL_ACCESS_TOKEN, or use --demo",
    };
  const toCredential = (file: string): TokenCredential =>
    lazyCredential(() =>
      Promise.resolve({
        // Short, so that a file that somebody renews is read again in time.
        getToken: async () => ({
          token: file === "" ? token : (await readText(file)).trim(),
          expiresOnTimestamp: Date.now() + 180_000,
        }),
      }),
    );
  return {
    kind: "opened",
    tenants: tenants.map(({ tenant, tokenFile = common }) => ({
      tenant,
      credential: toCredential(tokenFile),
      ...(baseUrl ? { baseUrl } : {}),
    })),
    close: () => Promise.resolve(),
  };
}
