import type { ConstructorOptions } from "pg-boss";

/** What the queue sends statements through. */
export type QueueDatabase = NonNullable<ConstructorOptions["db"]>;

/** A value of a statement. */
export type SqlValue = string | number | boolean | null;

/** Runs statements; within a transaction, the transaction's own. */
export interface Sql {
  /** The rows; `Row` is what the statement selects, which only its author knows. */
  query<Row = Readonly<Record<string, unknown>>>(
    text: string,
    values?: readonly SqlValue[],
  ): Promise<readonly Row[]>;
  /** The same connection, as the queue takes it. */
  readonly db: QueueDatabase;
}

/** The database of a worker: PGlite in a folder, or a PostgreSQL server. */
export interface Store extends Sql {
  /** `embedded`: this process is the only one that uses it. */
  readonly kind: "embedded" | "server";
  /** For people, without a password: `PGlite in /var/lib/intune-worker`. */
  readonly name: string;
  /** How the queue reaches it. */
  readonly queueOptions: Pick<ConstructorOptions, "db" | "backend" | "connectionString" | "max">;
  /** Commits when the function resolves, takes everything back when it rejects. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Gives dead rows back; a server does so by itself. */
  vacuum(): Promise<void>;
  close(): Promise<void>;
}
