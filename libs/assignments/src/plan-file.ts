import { createHash } from "node:crypto";
import type { SourcePosition } from "./diagnostic.ts";
import { toCanonicalPieces } from "./json.ts";
import type { Finding } from "./lint.ts";
import type { AssignMode, AssignmentChange } from "./plan.ts";
import type { Assignment } from "./target.ts";

/** A saved plan: what will be written, and what must still be there when it is. */
export interface PlanFile {
  readonly version: 1;
  readonly tenant: string;
  /** The file that the plan was made from, as it was typed. */
  readonly source?: string;
  /** When the tenant was read: ISO 8601, UTC. */
  readonly readAt?: string;
  readonly configurations: readonly PlannedConfiguration[];
  /** Wanted, but not planned because the current set is unknown. */
  readonly skipped: readonly SkippedConfiguration[];
  /** What a person should know before the plan is applied. */
  readonly findings: readonly PlanFinding[];
  readonly summary: PlanSummary;
  readonly labels: Labels;
  /** `sha256:` and 64 hex digits, over everything else. */
  readonly digest: string;
}

/** A plan before it has its digest. */
export type PlanContent = Omit<PlanFile, "version" | "summary" | "digest">;

/** A configuration, wherever it is written down. */
export interface ConfigurationReference {
  /** The kind's name in URLs: `groupPolicyConfigurations`. */
  readonly resource: string;
  readonly id: string;
  readonly name: string;
}

/** What will happen to one configuration. */
export interface PlannedConfiguration extends ConfigurationReference {
  readonly mode: AssignMode;
  readonly before: readonly Assignment[];
  /** Of `before`: the write is refused when what is there no longer has it. */
  readonly beforeFingerprint: string;
  /** The complete next set. */
  readonly after: readonly Assignment[];
  readonly changes: readonly AssignmentChange[];
  /** Where the desired state says so. */
  readonly position?: SourcePosition;
}

/** A configuration that could not be planned. */
export interface SkippedConfiguration extends ConfigurationReference {
  readonly reason: string;
}

/** A finding and the configuration that it is about. */
export interface PlanFinding extends Finding {
  readonly configurationId: string;
}

/** How many targets of all configurations together. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly unchanged: number;
  /** Configurations that could not be planned. */
  readonly skipped: number;
}

/** Names for people; nothing is decided by them. Ids are in lower case. */
export interface Labels {
  readonly groups: Readonly<Partial<Record<string, string>>>;
  /** Ids that the service says do not exist. */
  readonly deletedGroups: readonly string[];
  readonly filters: Readonly<Partial<Record<string, string>>>;
}

/** Seals a plan: the digest makes every later edit visible. */
export function createPlanFile(content: PlanContent): PlanFile {
  const { tenant, source, readAt, configurations, skipped, findings, labels } = content;
  const sealed = {
    version: 1,
    tenant,
    ...(source === undefined ? {} : { source }),
    ...(readAt === undefined ? {} : { readAt }),
    summary: toSummary(content),
    configurations,
    skipped,
    findings,
    labels,
  } as const;
  return { ...sealed, digest: toDigest(sealed) };
}

/** Counts a plan's changes. */
export function toSummary({
  configurations,
  skipped,
}: Pick<PlanFile, "configurations" | "skipped">): PlanSummary {
  const kinds = configurations.flatMap(({ changes }) => changes.map(({ kind }) => kind));
  const count = (wanted: AssignmentChange["kind"]): number => kinds.filter((kind) => kind === wanted).length;
  return {
    add: count("add"),
    change: count("change"),
    remove: count("remove"),
    unchanged: count("keep"),
    skipped: skipped.length,
  };
}

/** The text of a plan file: UTF-8 JSON with a line feed at the end. */
export function formatPlanFile(plan: PlanFile): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** `sha256:` over the canonical JSON of a value, without its own `digest`. */
export function toDigest(value: object): string {
  const content = Object.fromEntries(Object.entries(value).filter(([name]) => name !== "digest"));
  const hash = createHash("sha256");
  for (const piece of toCanonicalPieces(content)) hash.update(piece);
  return `sha256:${hash.digest("hex")}`;
}
