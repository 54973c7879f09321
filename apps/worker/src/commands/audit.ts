import { WorkerError } from "../intake/client.ts";
import { type AuditLine, exportAudit } from "../operate/audit-export.ts";
import { formatHistory, parseTarget, traceTarget } from "../operate/target-history.ts";
import { migrate } from "../store/migrate.ts";
import type { World } from "../world.ts";
import { openStore } from "./open-store.ts";
import type { WorkerOptions } from "./options.ts";
import { reachWorker } from "./reach-worker.ts";

/** What of the audit is asked for. */
export interface AuditQuestion {
  readonly configuration?: string;
  /** Who added, removed or changed this one: `all-devices`, `all-users`, a group. */
  readonly target?: string;
}

/** `audit`: JSON lines, or the story of a target; from the database, or from the worker that holds it. */
export async function audit(
  world: World,
  options: WorkerOptions,
  { configuration, target }: AuditQuestion,
): Promise<number> {
  const fail = (code: number, message: string, hint: string): number => {
    world.stderr.write(`error  ${message}\nhint   ${hint}\n`);
    return code;
  };
  const key = target === undefined ? undefined : parseTarget(target);
  if (target !== undefined && key === undefined)
    return fail(
      64,
      `--target ${JSON.stringify(target)} is no target`,
      "say all-devices, all-users, the id of a group, or exclude:<id>",
    );
  if (key !== undefined && configuration === undefined)
    return fail(64, "--target needs a configuration", "add --configuration <id>");
  const opened = await openStore(options, () => {});
  if (opened.kind === "failed" && opened.code !== "folderInUse") return fail(1, opened.message, opened.hint);
  try {
    const lines =
      opened.kind === "failed"
        ? reachWorker(world, options).audit(configuration)
        : exportAudit(opened.store, configuration === undefined ? {} : { configuration });
    if (opened.kind === "opened") await migrate(opened.store);
    if (key !== undefined) world.stdout.write(formatHistory(await traceTarget(lines, key), key));
    else await print(world, lines);
    return 0;
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    return fail(1, error.message, "say where the worker listens: --listen, and give its --data or token");
  } finally {
    if (opened.kind === "opened") await opened.store.close();
  }
}

async function print({ stdout }: World, lines: AsyncIterable<AuditLine>): Promise<void> {
  for await (const line of lines)
    if (!stdout.write(`${JSON.stringify(line)}\n`))
      await new Promise((resolve) => stdout.once("drain", resolve));
}
