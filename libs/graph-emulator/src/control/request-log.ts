/** What happened with one request. Never holds a token or a secret. */
export interface LogEntry {
  /** Grows by one with each entry; writes took effect in this order. */
  readonly sequence: number;
  /** When the request had been read, and when its answer was handed to the connection; ISO 8601, UTC, milliseconds. */
  readonly receivedAt: string;
  readonly answeredAt?: string;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Name of the operation that served it. */
  readonly operation?: string;
  /** Status of the answer; absent while it is not answered, and when the connection was broken without one. */
  readonly status?: number;
  /** The state was changed as the request asked. */
  readonly hasEffect: boolean;
  /** The fault that happened: `reset after`, `status 503`, `stale 2000 ms`. */
  readonly fault?: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Application id of the caller's token. */
  readonly appId?: string;
  /** Request id of the batch that it came in. */
  readonly batch?: string;
  /** JSON that the request carried; absent for reads. */
  readonly body?: unknown;
}

/** An entry that is still being written. */
export type OpenLogEntry = { -readonly [name in keyof LogEntry]: LogEntry[name] };

/** The last requests, oldest first. */
export interface RequestLog {
  open(entry: Omit<LogEntry, "sequence">): OpenLogEntry;
  /** Entries after a sequence number. */
  read(after: number, limit: number): readonly LogEntry[];
  clear(): void;
}

/** Keeps so many entries in memory; older ones are forgotten. */
export function createRequestLog(capacity: number): RequestLog {
  let entries: OpenLogEntry[] = [];
  let sequence = 0;
  return {
    open(entry) {
      sequence += 1;
      const open: OpenLogEntry = { sequence, ...entry };
      entries.push(open);
      // Dropped in bulk, because taking from the front of a list costs its length.
      if (entries.length > 2 * capacity) entries = entries.slice(-capacity);
      return open;
    },
    read: (after, limit) =>
      entries
        .slice(-capacity)
        .filter((entry) => entry.sequence > after)
        .slice(0, limit),
    clear() {
      entries = [];
    },
  };
}
