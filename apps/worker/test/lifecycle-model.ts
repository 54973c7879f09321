import type { AssignMode } from "@intunectl/assignments";

/** A wish as the model knows it. */
export interface ModelWish {
  readonly id: string;
  readonly generation: number;
  readonly mode: AssignMode;
  readonly targets: readonly string[];
  readonly guard: readonly string[] | undefined;
  state: string;
  supersededBy: number | null;
  /** What the audit must say of it, in order. */
  readonly events: string[];
}

/** Orders sets of names as one text. */
export const toText = (names: Iterable<string>): string => [...names].toSorted().join("");

export const isOpen = ({ state }: ModelWish): boolean => state === "waiting" || state === "applying";

/** What a wish makes of a set. */
export function applyOne(before: readonly string[], { mode, targets }: ModelWish): readonly string[] {
  const rest = before.filter((name) => !targets.includes(name));
  return mode === "replace" ? targets : mode === "merge" ? [...rest, ...targets] : rest;
}

/** A replacement without a guard says all that was said before it. */
export function supersede(wishes: readonly ModelWish[], by: ModelWish, states: readonly string[]): void {
  for (const wish of wishes)
    if (wish.generation < by.generation && states.includes(wish.state)) {
      wish.state = "superseded";
      wish.supersededBy = by.generation;
      wish.events.push("superseded");
    }
}

const isReplacement = ({ mode, guard }: ModelWish): boolean => mode === "replace" && guard === undefined;

/** The wishes that a worker takes on next: all open ones up to a plan, or a plan alone. */
export function takeNext(wishes: readonly ModelWish[], most: number): readonly ModelWish[] {
  const last = wishes.filter(isOpen).findLast(isReplacement);
  if (last !== undefined) supersede(wishes, last, ["waiting", "applying"]);
  const open = wishes.filter(isOpen);
  const plan = open.findIndex(({ guard }) => guard !== undefined);
  const batch = open.slice(0, plan === 0 ? 1 : Math.min(most, plan === -1 ? open.length : plan));
  for (const wish of batch) wish.state = "applying";
  return batch;
}

/** A dead wish may come back unless something newer was carried out or is being carried out. */
export function mayRedrive(wishes: readonly ModelWish[], { state, generation }: ModelWish): boolean {
  const isDead = state === "failed" || state === "refused";
  return (
    isDead &&
    !wishes.some(
      (other) => other.generation > generation && ["applied", "unchanged", "applying"].includes(other.state),
    )
  );
}
