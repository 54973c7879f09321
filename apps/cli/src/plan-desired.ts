import { resolveSnapshot } from "@intunectl/assignments";
import type { Desired } from "./desired-files.ts";
import { readConfigurations, readFilters } from "./directory-reader.ts";
import { type Planned, planDesiredStates, planResolution } from "./planning.ts";
import type { Session } from "./session.ts";

/** Plans what files want, of whatever kind they are; sends nothing but reads. */
export async function planDesired(
  session: Session,
  desired: Desired,
  options: {
    readonly skipUnresolved: boolean;
    readonly source: string;
    /** What a snapshot means: to have its sets exactly, unless said otherwise. */
    readonly mode?: "replace" | "merge";
  },
): Promise<Planned> {
  if (desired.kind === "states") return await planDesiredStates(session, desired.states, options);
  const { snapshot, file } = desired;
  session.tenant.check(snapshot.tenant, file);
  const configurations = await readConfigurations(session);
  const directory = { configurations, filters: await readFilters(session), groups: [] };
  const resolution = resolveSnapshot(snapshot, directory, options);
  return await planResolution(session, resolution, directory, {
    tenant: snapshot.tenant,
    source: options.source,
  });
}
