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
  /** `bytes`: the size of the body that the entry holds. */
  open(entry: Omit<LogEntry, "sequence">, bytes: number): OpenLogEntry;
  /** Entries after a sequence number. */
  read(after: number, limit: number): readonly LogEntry[];
  clear(): void;
}

/** Bodies that are remembered, together. */
const maxBytes = 64 * 1024 * 1024;

/** Keeps so many entries in memory, and fewer when they are large; older ones are forgotten. */
export function createRequestLog(capacity: number): RequestLog {
  let kept: { readonly entry: OpenLogEntry; readonly bytes: number }[] = [];
  let first = 0;
  let total = 0;
  let sequence = 0;
  const forgetOldest = (): void => {
    total -= kept[first]?.bytes ?? 0;
    first += 1;
    // Dropped in bulk, because taking from the front of a list costs its length.
    if (first <= capacity) return;
    kept = kept.slice(first);
    first = 0;
  };
  const isFull = (): boolean => {
    const count = kept.length - first;
    return count > capacity || (total > maxBytes && count > 1);
  };
  return {
    open(entry, bytes) {
      sequence += 1;
      const open: OpenLogEntry = { sequence, ...entry };
      kept.push({ entry: open, bytes });
      total += bytes;
      while (isFull()) forgetOldest();
      return open;
    },
    read(after, limit) {
      const oldest = kept[first]?.entry.sequence ?? 0;
      const start = first + Math.max(0, after + 1 - oldest);
      return kept.slice(start, start + limit).map(({ entry }) => entry);
    },
    clear() {
      kept = [];
      first = 0;
      total = 0;
    },
  };
}
