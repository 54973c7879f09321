/**
 * R007: whether an action may be sent again when its answer was lost is said by an overlay, with evidence.
 *
 * No source says it. An `assign` replaces the whole set, so sending it twice leaves what sending it once leaves; another
 * action may start a job each time. Without evidence an action counts as not repeatable.
 */
export const repeatable = {
  id: "R007",
  byDefault: false as boolean,
} as const;
