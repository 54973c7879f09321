import { fileURLToPath } from "node:url";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** `schema assignments`: the JSON Schema of desired-state files, for editors. */
export async function schema({ world }: Context): Promise<ExitCode> {
  const url = import.meta.resolve("@intunectl/assignments/assignments.v1.schema.json");
  world.out.write(await world.readText(fileURLToPath(url)));
  return exitCodes.done;
}
