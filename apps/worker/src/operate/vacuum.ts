import type { World } from "../world.ts";

/** Where a failed one is told. */
interface VacuumLog {
  warn(facts: object, message: string): void;
}

/**
 * Gives back the dead rows of an embedded database each `everyMs`, until interrupted: nobody else does it there. One that
 * fails is told and tried again at the next time; work goes on without it.
 */
export async function vacuumHourly(
  vacuum: () => Promise<void>,
  { clock, interrupt }: Pick<World, "clock" | "interrupt">,
  log: VacuumLog,
  everyMs = 3_600_000,
): Promise<void> {
  while (!interrupt.aborted) {
    await clock.sleep(everyMs, interrupt).catch(() => {});
    if (interrupt.aborted) return;
    await vacuum().catch((error: unknown) =>
      log.warn({ reason: String(error) }, "dead rows could not be given back; tried again later"),
    );
  }
}
