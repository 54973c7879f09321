/** A time as the service writes it: UTC with seven fractional digits, `2026-08-22T09:17:00.0000000Z`. */
export function toServiceTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace("Z", "0000Z");
}
