import { randomUUID } from "node:crypto";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import type { ServiceContext } from "./context.ts";
import { demoSeed } from "./demo-seed.ts";
import { handle } from "./handle.ts";
import { loadSeed } from "./load-seed.ts";
import { type EmulatorOptions, toBehaviour } from "./options.ts";
import { startServer } from "./server.ts";
import { openStore } from "./store.ts";
import { readTokenKey } from "./token-key.ts";
import { createToken, type TokenRequest } from "./tokens.ts";

/** A Graph service on this machine. */
export interface Emulator {
  /** Without a slash at the end: `http://127.0.0.1:8080`; give it to a client as its base URL. */
  readonly url: string;
  /** An access token with these scopes or roles, good for an hour. */
  token(request: TokenRequest): string;
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
  const store = openStore(options.dataFolder);
  try {
    const seed = options.seed ?? demoSeed;
    const context: ServiceContext = {
      surface: options.surface ?? { operations, model },
      behaviour: toBehaviour(options),
      store,
      seed,
      issuer: { key: readTokenKey(options.dataFolder), tenant: seed.tenant },
      now: options.now ?? Date.now,
      newId: options.newId ?? randomUUID,
    };
    if (store.isEmpty()) store.transaction(() => loadSeed(context));
    const server = await startServer((request) => handle(context, request), {
      port: options.port ?? 0,
      maxBodyBytes: options.maxBodyBytes ?? 4 * 1024 * 1024,
      log: options.log ?? (() => {}),
    });
    return {
      url: server.url,
      token: (request) => createToken(context.issuer, request, context.now()),
      async close() {
        await server.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
