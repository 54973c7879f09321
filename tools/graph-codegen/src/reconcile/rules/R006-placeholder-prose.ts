/**
 * R006: prose that says nothing is not carried over.
 *
 * 35 of the 37 assign pages of 2021 have "Not yet documented" as their only description. An empty comment is better
 * than one that repeats it; an overlay may say more.
 */
export const placeholderProse = {
  id: "R006",
  isEmpty: (text: string): boolean => /^(not yet documented|todo.*|)\.?$/i.test(text.trim()),
} as const;
