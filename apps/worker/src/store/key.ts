import type { SqlValue } from "./store.ts";

/** Whose assignments: wishes with the same key are applied one at a time, in order. */
export interface Key {
  readonly tenant: string;
  /** The kind's name in URLs: `groupPolicyConfigurations`. */
  readonly resource: string;
  /** Id of the configuration, in lower case. */
  readonly configuration: string;
}

/** The key as one text. */
export function formatKey({ tenant, resource, configuration }: Key): string {
  return `${tenant}/${resource}/${configuration}`;
}

/** The values of `whereKey`. */
export function keyValues({ tenant, resource, configuration }: Key): readonly SqlValue[] {
  return [tenant, resource, configuration];
}

/** The condition on the first three values of a statement. */
export const whereKey = "tenant = $1 and resource = $2 and configuration = $3";

/** ISO 8601, UTC, milliseconds: the same text from every driver. */
export function isoText(column: string): string {
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
