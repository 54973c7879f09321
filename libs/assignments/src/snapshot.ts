import { type AssignmentSet, sortAssignments } from "./assignment-set.ts";
import { type ConfigurationReference, type Labels, toDigest } from "./plan-file.ts";
import type { Assignment } from "./target.ts";

/** Every assignment of a tenant at one time. */
export interface Snapshot {
  readonly version: 1;
  readonly kind: "snapshot";
  readonly tenant: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** By name. */
  readonly configurations: readonly SnapshotConfiguration[];
  readonly labels: Labels;
  /** `sha256:` and 64 hex digits, over everything else. */
  readonly digest: string;
}

/** One configuration; without `assignments` it could not be read. */
export interface SnapshotConfiguration extends ConfigurationReference {
  readonly assignments?: readonly Assignment[];
  /** Why it could not be read. */
  readonly unreadable?: string;
}

/** Seals what was read. */
export function createSnapshot(content: {
  readonly tenant: string;
  readonly takenAt: string;
  readonly configurations: readonly (ConfigurationReference & { readonly set: AssignmentSet })[];
  readonly labels: Labels;
}): Snapshot {
  const sealed = {
    version: 1,
    kind: "snapshot",
    tenant: content.tenant,
    takenAt: content.takenAt,
    configurations: content.configurations.map(({ resource, id, name, set }) => ({
      resource,
      id,
      name,
      ...(set.kind === "known"
        ? { assignments: sortAssignments(set.assignments) }
        : { unreadable: set.reason }),
    })),
    labels: content.labels,
  } as const;
  return { ...sealed, digest: toDigest(sealed) };
}

/** The text of a snapshot file: UTF-8 JSON with a line feed at the end. */
export function formatSnapshot(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}
