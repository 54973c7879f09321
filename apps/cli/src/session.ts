import { createGraphPort, type GraphPort } from "@intunectl/assignments";
import {
  type Cloud,
  clouds,
  createGraphClient,
  type GraphClient,
  type GraphEvents,
  type Middleware,
  staticToken,
  type TokenCredential,
} from "@intunectl/graph-core";
import { assignableKinds, operations } from "@intunectl/graph-intune";
import { clientClouds } from "./auth/cloud-names.ts";
import { needSignIn } from "./auth/sign-in.ts";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { readOnly } from "./read-only.ts";
import type { Progress } from "./render/progress.ts";
import { toRequestEvents } from "./request-events.ts";
import { toDemoDataFolder, toStateFolder } from "./state-folder.ts";
import { createTenant, type Tenant } from "./tenant.ts";

/** A way to one tenant, for one command. */
export interface Session {
  readonly client: GraphClient;
  readonly tenant: Tenant;
  /** Where the runs of this session are kept. */
  readonly stateFolder: string;
  /** How many things are done at the same time. */
  readonly concurrency: number;
  readonly progress: Progress;
  /** The time: ISO 8601, UTC. */
  now(): string;
  /** Throws for a kind that this version does not know. */
  port(resource: string): GraphPort;
  /** From now on an interrupt does not cut off what is under way: a write that was begun is finished. */
  holdInterrupts(): void;
  /** Throws when an interrupt came and may cut off what is under way. */
  throwIfInterrupted(): void;
}

/** How a session is opened. */
export interface SessionOptions {
  /** Nothing but GET leaves this machine. */
  readonly isReadOnly: boolean;
}

/** Opens a session, lends it, and ends what it started. */
export async function withSession<Result>(
  context: Context,
  options: SessionOptions,
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const { world } = context;
  const stateFolder = toStateFolder(world, context.options.demo);
  const endpoint = context.options.demo ? await startDemo(context, stateFolder) : await readEndpoint(context);
  try {
    return await use(createSession(context, endpoint, stateFolder, options));
  } finally {
    context.progress.clear();
    await endpoint.close();
  }
}

interface Endpoint {
  readonly url: string;
  readonly cloud: Cloud;
  readonly token: string;
  readonly credential: TokenCredential;
  readonly tenantName: string | undefined;
  /** A service of our own on this machine: nobody's limits are to be kept. */
  readonly isOwn: boolean;
  close(): Promise<void>;
}

function createSession(
  context: Context,
  endpoint: Endpoint,
  stateFolder: string,
  { isReadOnly }: SessionOptions,
): Session {
  const { world, options, progress } = context;
  let canInterrupt = true;
  const interrupt: Middleware = (next) => (request) =>
    next(canInterrupt ? { ...request, signal: world.interrupted } : request);
  const client = createClient(
    context,
    endpoint,
    isReadOnly ? [interrupt, readOnly] : [interrupt],
    toRequestEvents(context),
  );
  const ports = new Map(assignableKinds.map((kind) => [kind.resource, createGraphPort(client, kind)]));
  return {
    client,
    tenant: createTenant(endpoint.token, endpoint.tenantName, endpoint.url),
    stateFolder,
    concurrency: options.concurrency,
    progress,
    now: () => new Date(world.now()).toISOString(),
    port(resource) {
      const port = ports.get(resource);
      if (port !== undefined) return port;
      throw new CliError(`"${resource}" is not a kind of configuration that this version knows`, {
        code: "unknown-kind",
        exitCode: exitCodes.usage,
      });
    },
    holdInterrupts() {
      canInterrupt = false;
    },
    throwIfInterrupted() {
      if (canInterrupt) world.interrupted.throwIfAborted();
    },
  };
}

function createClient(
  { options: { timeoutMs } }: Context,
  { url, cloud, credential, isOwn }: Endpoint,
  middleware: readonly Middleware[],
  events: GraphEvents,
): GraphClient {
  try {
    return createGraphClient({
      baseUrl: url,
      cloud,
      credential,
      middleware,
      events: [events],
      ...(timeoutMs === undefined ? {} : { deadlineMs: timeoutMs }),
      ...(isOwn ? { governor: false } : {}),
    });
  } catch (error) {
    // Only the address can be wrong here.
    throw new CliError(error instanceof Error ? error.message : String(error), {
      code: "invalid-url",
      exitCode: exitCodes.usage,
      hint: "correct INTUNECTL_GRAPH_URL",
    });
  }
}

async function readEndpoint(context: Context): Promise<Endpoint> {
  const { token, credential, tenant, cloud } = await needSignIn(context);
  const url = context.world.environment["INTUNECTL_GRAPH_URL"] ?? "";
  return {
    url: url === "" ? clouds[clientClouds[cloud]].graph : url,
    cloud: clientClouds[cloud],
    token,
    credential,
    tenantName: tenant,
    isOwn: false,
    close: () => Promise.resolve(),
  };
}

/** The demo tenant lives in a folder, so that what one command does the next one sees. */
async function startDemo(context: Context, stateFolder: string): Promise<Endpoint> {
  const { createEmulator } = await import("@intunectl/graph-emulator");
  const dataFolder = toDemoDataFolder(stateFolder);
  await context.world.makePrivateFolder(dataFolder);
  const emulator = await createEmulator({ dataFolder });
  context.note("demo tenant contoso.onmicrosoft.com, on this machine; nothing leaves it");
  const scopes = new Set(operations.flatMap(({ permissions }) => permissions.delegated));
  const token = emulator.token({ scopes: [...scopes] });
  return {
    url: emulator.url,
    cloud: "global",
    token,
    credential: staticToken(token),
    tenantName: "contoso.onmicrosoft.com",
    isOwn: true,
    close: () => emulator.close(),
  };
}
