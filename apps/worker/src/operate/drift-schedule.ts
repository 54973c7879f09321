import { CronExpressionParser } from "cron-parser";

/** A clock to wait by. */
export interface ScheduleClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

// A timer of Node holds 24 days; and one that is looked at hourly follows a clock that is set.
const longestSleepMs = 3_600_000;

/** Whether a text is a cron line. */
export function isSchedule(text: string): boolean {
  try {
    CronExpressionParser.parse(text);
    return text.trim() !== "";
  } catch {
    return false;
  }
}

/** Runs work at the times of a cron line until it is aborted. Times that were slept through, as by a laptop, are one. */
export async function runOnSchedule(
  schedule: string,
  { now, sleep }: ScheduleClock,
  signal: AbortSignal,
  work: (at: Date) => Promise<void>,
): Promise<void> {
  let last = now();
  while (!signal.aborted) {
    const next = CronExpressionParser.parse(schedule, { currentDate: new Date(last) })
      .next()
      .getTime();
    while (!signal.aborted && now() < next)
      await sleep(Math.min(next - now(), longestSleepMs), signal).catch(() => {});
    if (signal.aborted) return;
    await work(new Date(next));
    last = Math.max(next, now());
  }
}
