import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** The options of `emulator start`. */
export interface EmulatorStartOptions {
  readonly port: number;
  readonly data?: string;
  readonly strictTypes?: boolean;
}

/** `emulator start`: a Graph service on this machine, until it is interrupted. */
export async function startEmulator(context: Context, options: EmulatorStartOptions): Promise<ExitCode> {
  const { createEmulator } = await import("@intunectl/graph-emulator");
  const { world } = context;
  const emulator = await createEmulator({
    port: options.port,
    strictTypes: options.strictTypes === true,
    log: context.note,
    ...(options.data === undefined ? {} : { dataFolder: options.data }),
  });
  world.out.write(`listening on ${emulator.url}\n`);
  context.note(`tokens: POST ${emulator.url}/_emulator/tokens {"scopes": […]}`);
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
