import { migrate } from "../store/migrate.ts";
import { exportAudit } from "../operate/audit-export.ts";
import type { World } from "../world.ts";
import { openStore } from "./open-store.ts";
import type { WorkerOptions } from "./options.ts";

/** `audit`: JSON lines on standard output, read straight from the database. */
export async function audit(
  world: World,
  options: WorkerOptions,
  configuration: string | undefined,
): Promise<number> {
  const opened = await openStore(options, () => {});
  if (opened.kind === "failed") {
    const hint = `${opened.hint}; a running worker gives its audit at /v1/audit`;
    world.stderr.write(`error  ${opened.message}\nhint   ${hint}\n`);
    return 1;
  }
  try {
    await migrate(opened.store);
    for await (const line of exportAudit(opened.store, configuration === undefined ? {} : { configuration }))
      world.stdout.write(`${JSON.stringify(line)}\n`);
    return 0;
  } finally {
    await opened.store.close();
  }
}
