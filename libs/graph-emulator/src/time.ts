/** A time as the service writes it: UTC with seven fractional digits, `2026-08-22T09:17:00.0000000Z`. */
export function toServiceTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace("Z", "0000Z");
}

/** A time in the service's form, whatever its zone and digits; `undefined` when the text is none. */
export function parseServiceTime(text: string): string | undefined {
  const [, date, fraction = "", zone = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)$/i.exec(text) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}${zone.toUpperCase()}`);
  if (Number.isNaN(ms)) return undefined;
  return new Date(ms).toISOString().replace(/\.\d+Z$/, `.${fraction.padEnd(7, "0").slice(0, 7)}Z`);
}
