import { createGraphPort, type GraphPort } from "@intunectl/assignments";
import { createGraphClient, type GraphClient, type Middleware, staticToken } from "@intunectl/graph-core";
import { assignableKinds, operations } from "@intunectl/graph-intune";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { readOnly } from "./read-only.ts";
import { toDemoDataFolder, toStateFolder } from "./state-folder.ts";
import { createTenant, type Tenant } from "./tenant.ts";

/** A way to one tenant, for one command. */
export interface Session {
  readonly client: GraphClient;
  readonly tenant: Tenant;
  /** Where the runs of this session are kept. */
  readonly stateFolder: string;
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
  const stateFolder = toStateFolder(world, context.options.demo === true);
  const endpoint =
    context.options.demo === true ? await startDemo(context, stateFolder) : readEndpoint(context);
  try {
    return await use(createSession(context, endpoint, stateFolder, options));
  } finally {
    await endpoint.close();
  }
}

interface Endpoint {
  readonly url: string;
  readonly token: string;
  readonly tenantName: string | undefined;
  close(): Promise<void>;
}

function createSession(
  { world }: Context,
  endpoint: Endpoint,
  stateFolder: string,
  { isReadOnly }: SessionOptions,
): Session {
  let canInterrupt = true;
  const interrupt: Middleware = (next) => (request) =>
    next(canInterrupt ? { ...request, signal: world.interrupted } : request);
  const client = createClient(endpoint, isReadOnly ? [interrupt, readOnly] : [interrupt]);
  const ports = new Map(assignableKinds.map((kind) => [kind.resource, createGraphPort(client, kind)]));
  return {
    client,
    tenant: createTenant(endpoint.token, endpoint.tenantName, endpoint.url),
    stateFolder,
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

function createClient({ url, token }: Endpoint, middleware: readonly Middleware[]): GraphClient {
  try {
    return createGraphClient({ baseUrl: url, credential: staticToken(token), middleware });
  } catch (error) {
    // Only the address can be wrong here.
    throw new CliError(error instanceof Error ? error.message : String(error), {
      code: "invalid-url",
      exitCode: exitCodes.usage,
      hint: "correct INTUNECTL_GRAPH_URL",
    });
  }
}

function readEndpoint({ world }: Context): Endpoint {
  const { environment } = world;
  const token = environment["INTUNECTL_ACCESS_TOKEN"] ?? "";
  if (token === "")
    throw new CliError("not signed in: there is no access token", {
      code: "no-token",
      exitCode: exitCodes.signIn,
      hint: "put one in INTUNECTL_ACCESS_TOKEN, or try it with --demo",
    });
  const url = environment["INTUNECTL_GRAPH_URL"] ?? "";
  const tenantName = environment["INTUNECTL_TENANT"] ?? "";
  return {
    url: url === "" ? "https://graph.microsoft.com" : url,
    token,
    tenantName: tenantName === "" ? undefined : tenantName,
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
  return {
    url: emulator.url,
    token: emulator.token({ scopes: [...scopes] }),
    tenantName: "contoso.onmicrosoft.com",
    close: () => emulator.close(),
  };
}
