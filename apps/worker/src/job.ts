import type { AssignMode } from "@intunectl/assignments";

/** A wish: what one configuration's assignments should become. */
export interface Job {
  /** The submitter's own name for it. */
  readonly id?: string;
  /** The kind's name in URLs: `groupPolicyConfigurations`. */
  readonly resource: string;
  /** Id of the configuration. */
  readonly configuration: string;
  readonly mode: AssignMode;
  /** Ids of groups, `all-devices`, `all-users`. */
  readonly include: readonly string[];
  /** Ids of groups. */
  readonly exclude: readonly string[];
}

/** A job as it came in; `problem` when it is none. */
export type ReceivedJob =
  | { readonly kind: "job"; readonly line: number; readonly job: Job }
  | { readonly kind: "problem"; readonly line: number; readonly problem: string; readonly id?: string };

/** Where jobs come from, in order of arrival; a file today, a durable queue can be another. */
export type JobSource = AsyncIterable<ReceivedJob>;

/** What became of a job. */
export interface JobResult {
  readonly id?: string;
  /** Where the job stood in its source, from 1. */
  readonly line: number;
  readonly configuration?: string;
  /** `refused`: it must not be written. `failed`: it could not be, or it is not known whether it was. */
  readonly status: "applied" | "unchanged" | "refused" | "failed";
  /** Number of assignments that were there; absent when that is unknown. */
  readonly before?: number;
  /** Number of assignments that are there now; absent when that is unknown. */
  readonly after?: number;
  readonly code?: string;
  readonly message?: string;
  /** The service's id of the request that failed. */
  readonly requestId?: string;
}

/** Where results go; a write resolves when the next one may come. */
export interface ResultSink {
  write(result: JobResult): Promise<void>;
}
