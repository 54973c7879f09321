import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** The options of `emulator start`. */
export interface EmulatorStartOptions {
  readonly port: number;
  readonly data?: string;
  readonly strictTypes?: boolean;
  /** File with what a new emulator holds. */
  readonly seed?: string;
  readonly host?: string;
  readonly https?: boolean;
  readonly throttle?: boolean;
  /** `duplicates=keepFirst`. */
  readonly set?: readonly string[];
}

/** `emulator start`: a Graph service on this machine, until it is interrupted. */
export async function startEmulator(context: Context, options: EmulatorStartOptions): Promise<ExitCode> {
  const { createEmulator, parseBehaviour, parseSeed } = await import("@intunectl/graph-emulator");
  const { world } = context;
  const { seed: file, host, set = [] } = options;
  const emulator = await createEmulator({
    port: options.port,
    strictTypes: options.strictTypes === true,
    https: options.https === true,
    log: context.note,
    ...parseBehaviour(set),
    ...(options.throttle === true ? { throttle: "published" as const } : {}),
    ...(file === undefined ? {} : { seed: await parseSeed(await world.readText(file), file) }),
    ...(host === undefined ? {} : { host }),
    ...(options.data === undefined ? {} : { dataFolder: options.data }),
  });
  world.out.write(`listening on ${emulator.url}\n`);
  context.note(`tokens: POST ${emulator.url}/_emulator/tokens {"scopes": […]}`);
  if (host !== undefined && host !== "127.0.0.1")
    context.note(`everybody who reaches ${host} rules this emulator: its own addresses ask for no token`);
  try {
    await new Promise<void>((resolve) => {
      if (world.interrupted.aborted) resolve();
      else world.interrupted.addEventListener("abort", () => resolve(), { once: true });
    });
  } finally {
    await emulator.close();
  }
  return exitCodes.done;
}
