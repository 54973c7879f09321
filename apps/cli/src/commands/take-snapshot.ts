import { createSnapshot, type Snapshot } from "@intunectl/assignments";
import { readConfigurations } from "../directory-reader.ts";
import type { ListedConfiguration } from "../render/configurations.ts";
import type { Session } from "../session.ts";
import { readListed, readListedLabels } from "./list-configurations.ts";

/** Reads every assignment of the tenant. */
export async function takeSnapshot(
  session: Session,
): Promise<{ readonly snapshot: Snapshot; readonly listed: readonly ListedConfiguration[] }> {
  const listed = await readListed(session, await readConfigurations(session));
  const labels = await readListedLabels(session, listed);
  const { name: tenant } = session.tenant;
  return {
    snapshot: createSnapshot({ tenant, takenAt: session.now(), configurations: listed, labels }),
    listed,
  };
}
