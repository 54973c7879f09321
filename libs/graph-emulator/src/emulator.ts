import { randomUUID } from "node:crypto";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { toBehaviour } from "./behaviour.ts";
import type { ServiceContext } from "./context.ts";
import { createServiceClock, type ServiceClock } from "./control/clock.ts";
import { createRequestLog, type LogEntry } from "./control/request-log.ts";
import { demoSeed } from "./demo-seed.ts";
import type { FaultRule } from "./faults/fault.ts";
import { createFaultPlanner } from "./faults/fault-planner.ts";
import { createThrottle, publishedLimits, type ThrottleOptions } from "./faults/throttle.ts";
import { startServer } from "./http/server.ts";
import { createDeviceCodes } from "./identity/device-codes.ts";
import { readSigningKey } from "./identity/signing-key.ts";
import { createIssuer, createToken, type TokenIssuer, type TokenRequest } from "./identity/tokens.ts";
import { loadSeed } from "./load-seed.ts";
import { createCatalog } from "./operations/catalog.ts";
import type { EmulatorOptions } from "./options.ts";
import { createRouter } from "./router.ts";
import { createService } from "./service.ts";
import { openStore, type Store } from "./store/store.ts";

/** A Graph service that is listening. */
export interface Emulator {
  /** Address without version: `http://127.0.0.1:49152`. */
  readonly url: string;
  /** The certificate to trust, as PEM; present when it speaks HTTPS. */
  readonly certificate?: string;
  /** The service's time, which a test can move. */
  readonly clock: ServiceClock;
  /** A token that this emulator accepts. */
  token(request: TokenRequest): string;
  /** Replaces what goes wrong from now on. */
  setFaults(rules: readonly FaultRule[], seed?: number): void;
  /** The requests so far, oldest first, as far as they are remembered. */
  log(): readonly LogEntry[];
  /** Ends the service; the state in its data folder stays. */
  close(): Promise<void>;
}

/**
 * Starts a Graph service on 127.0.0.1 that serves the generated operations.
 *
 * @example
 * ```ts
 * const emulator = await createEmulator();
 * const credential = staticToken(emulator.token({ scopes: ["DeviceManagementConfiguration.ReadWrite.All"] }));
 * const graph = createGraphClient({ credential, baseUrl: emulator.url });
 * await emulator.close();
 * ```
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const context = createContext(options);
  const { store } = context;
  const log = options.log ?? (() => {});
  try {
    if (store.isEmpty()) {
      store.transaction(() => loadSeed(context));
      store.commit();
    } else if (options.seed !== undefined) {
      log(`${options.dataFolder ?? ""} holds a state already, so the seed is not used until a reset`);
    }
    const service = createService(context, log);
    const tls = options.https === true ? await readCertificate(options) : undefined;
    const server = await startServer(service, {
      host: options.host ?? loopback,
      port: options.port ?? 0,
      maxBodyBytes: options.maxBodyBytes ?? 4 * 1024 * 1024,
      log,
      ...(tls === undefined ? {} : { tls }),
    });
    return {
      url: server.url,
      ...(tls === undefined ? {} : { certificate: tls.cert }),
      clock: context.clock,
      token: (request) => createToken(context.issuer, request, context.now()),
      setFaults: (rules, seed) => context.faults.setRules(rules, seed),
      log: () => context.requestLog.read(0, Number.MAX_SAFE_INTEGER),
      async close() {
        await server.close();
        service.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

const loopback = "127.0.0.1";

function createContext(options: EmulatorOptions): ServiceContext {
  const clock = createServiceClock(options.now ?? Date.now);
  const faults = createFaultPlanner(options.faults ?? [], options.faultSeed ?? 1);
  const surface = options.surface ?? { operations, model };
  const seed = options.seed ?? demoSeed;
  const newId = options.newId ?? randomUUID;
  let behaviour = toBehaviour(options);
  // The folder is made, and its owner decided, before anything is put into it.
  const store = openStore({
    keepsVersions() {
      const staleMs = faults.maxStaleMs();
      const nowMs = clock.now();
      return staleMs === 0 ? undefined : { nowMs, sinceMs: nowMs - staleMs };
    },
    ...(options.dataFolder === undefined ? {} : { dataFolder: options.dataFolder }),
  });
  const issuer = openIssuer(store, options.dataFolder, seed.tenant);
  const isOpen = !/^(localhost|127\..*|::1)$/.test(options.host ?? loopback);
  return {
    surface,
    router: createRouter(surface.operations),
    catalog: createCatalog(surface),
    get behaviour() {
      return behaviour;
    },
    setBehaviour(changes) {
      behaviour = { ...behaviour, ...changes };
    },
    store,
    seed,
    issuer,
    apps: options.apps ?? [],
    deviceCodes: createDeviceCodes(newId),
    clock,
    faults,
    throttle: createThrottle(toThrottle(options.throttle)),
    requestLog: createRequestLog(options.logCapacity ?? 10_000),
    scheme: options.https === true ? "https" : "http",
    ...(isOpen ? {} : { hostPattern: /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i }),
    now: () => clock.now(),
    newId,
  };
}

function openIssuer(
  store: Store,
  dataFolder: string | undefined,
  tenant: TokenIssuer["tenant"],
): TokenIssuer {
  try {
    return createIssuer(readSigningKey(dataFolder), tenant);
  } catch (error) {
    store.close();
    throw error;
  }
}

function toThrottle(throttle: EmulatorOptions["throttle"]): ThrottleOptions | undefined {
  return throttle === "published" ? { limits: publishedLimits } : throttle;
}

/** Loaded for HTTPS only, so that nobody else waits for it. */
async function readCertificate({
  dataFolder,
  host,
}: EmulatorOptions): Promise<{ readonly key: string; readonly cert: string }> {
  const { readOrMakeCertificate } = await import("./http/certificate.ts");
  return readOrMakeCertificate(dataFolder, host);
}
