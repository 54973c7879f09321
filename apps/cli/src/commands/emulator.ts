import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readNamedFile } from "../named-file.ts";

/** `emulator start`: a Graph service on this machine, until it is interrupted. */
export async function startEmulator(context: Context, given: Given): Promise<ExitCode> {
  const { createEmulator, parseBehaviour, parseSeed } = await import("@intunectl/graph-emulator");
  const { world } = context;
  const [dataFolder, file, host] = [given.text("data"), given.text("seed"), given.text("host")];
  const emulator = await createEmulator({
    port: given.number("port") ?? 0,
    strictTypes: given.has("strictTypes"),
    https: given.has("https"),
    log: context.note,
    ...parseBehaviour(given.texts("set")),
    ...(given.has("throttle") ? { throttle: "published" as const } : {}),
    ...(file === undefined ? {} : { seed: await parseSeed(await readNamedFile(world, file), file) }),
    ...(host === undefined ? {} : { host }),
    ...(dataFolder === undefined ? {} : { dataFolder }),
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
