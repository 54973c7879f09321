import { type Assignment, include } from "@intunectl/assignments";
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { acceptWishes } from "../src/engine/accept.ts";
import type { EngineEvent } from "../src/engine/ports.ts";
import { cancelJob, readJob, redriveJob, retryJob } from "../src/intake/jobs.ts";
import { keyValues, whereKey } from "../src/store/key.ts";
import type { Store } from "../src/store/store.ts";
import { tenant, wish } from "./engine-harness.ts";
import {
  applyOne,
  isOpen,
  mayRedrive,
  type ModelWish,
  supersede,
  takeNext,
  toText,
} from "./lifecycle-model.ts";
import { createOnePlace, type Outcome, startStepped, type SteppedWorker } from "./lifecycle-worker.ts";
import { group } from "./harness.ts";

export type Step =
  | { readonly do: "accept"; readonly mode: ModelWish["mode"]; readonly targets: readonly string[] }
  /** A plan made from what is there, or from what is not. */
  | { readonly do: "plan"; readonly targets: readonly string[]; readonly isStale: boolean }
  | { readonly do: "start" }
  | { readonly do: "answer"; readonly outcome: Outcome }
  /** Its lease ends. What it was sending arrives or not; it says nothing more. */
  | { readonly do: "kill"; readonly arrives: boolean }
  /** Its lease ends, and later it goes on as if nothing had been. */
  | { readonly do: "stall" }
  | { readonly do: "thaw"; readonly outcome: Outcome }
  /** Longer than any request takes, and than a read may be late. */
  | { readonly do: "wait" }
  | { readonly do: "cancel" | "redrive" | "retry"; readonly which: number };

interface Hand {
  worker: SteppedWorker | undefined;
  batch: readonly ModelWish[];
  most: number;
  write: string;
  sent: boolean;
}

const names = ["a", "b", "c", "d"];
const toAssignments = (list: readonly string[]): readonly Assignment[] =>
  list.map((name) => ({ target: include(group(names.indexOf(name))) }));
const toNames = (list: readonly Assignment[]): readonly string[] =>
  names.filter((name) => JSON.stringify(list).includes(group(names.indexOf(name))));

/** Carries out steps on the engine and on the model, and compares them after each. */
export async function runLifecycle(store: Store, steps: readonly Step[]): Promise<void> {
  const key = { tenant, resource: "groupPolicyConfigurations", configuration: randomUUID() };
  const place = createOnePlace();
  const wishes: ModelWish[] = [];
  const stalled: Hand[] = [];
  const arrived: string[] = [];
  let hand: Hand | undefined;
  let owner: Hand | undefined;
  let service: readonly string[] = [];
  let model: readonly string[] = [];
  let isRestoring = false;
  /** Something took effect that is not, or not yet, any wish's that was carried out. */
  let isStray = false;

  async function accept(mode: ModelWish["mode"], targets: readonly string[], guard?: readonly string[]) {
    const answer = await acceptWishes(
      store,
      place,
      [
        wish(key.configuration, {
          mode,
          assignments: toAssignments(targets),
          ...(guard === undefined ? {} : { guard: toAssignments(guard) }),
        }),
      ],
      { principal: "ana" },
    );
    if (answer.kind !== "accepted") throw new Error("not accepted");
    const [{ id, generation } = { id: "", generation: 0 }] = answer.wishes;
    expect(generation).toBe(wishes.length + 1);
    const added = {
      id,
      generation,
      mode,
      targets,
      guard,
      state: "waiting",
      supersededBy: null,
      events: ["accepted"],
    };
    wishes.push(added);
    if (mode === "replace" && guard === undefined) supersede(wishes, added, ["waiting"]);
  }

  async function start(): Promise<Hand> {
    const fresh: Hand = {
      worker: undefined,
      batch: [],
      most: Number.POSITIVE_INFINITY,
      write: "",
      sent: false,
    };
    const claim = place.take(tenant);
    fresh.worker = await startStepped(store, place, key, claim, {
      begun(write) {
        owner = fresh;
        // What a late write left is taken back before anything else is done.
        Object.assign(fresh, { write, sent: false, batch: isRestoring ? [] : takeNext(wishes, fresh.most) });
      },
      read: () => toAssignments(service),
      written(write, assignments) {
        arrived.push(write);
        service = toNames(assignments);
        isStray = true;
      },
      ended: (event) => settle(fresh, event),
    });
    return fresh;
  }

  function settle(by: Hand, { event, generations }: EngineEvent): void {
    expect(generations).toEqual(by.batch.map(({ generation }) => generation));
    by.most = event === "narrow" ? 1 : Number.POSITIVE_INFINITY;
    // Whoever began after it has the last word; what it sent nevertheless is looked at again.
    if (owner !== by) {
      if (by.sent) isRestoring = true;
      return;
    }
    if (event === "lost" && by.sent) isRestoring = true;
    if (event === "lost" || event === "later" || event === "narrow") return;
    const [first] = by.batch;
    isRestoring = false;
    for (const one of by.batch) {
      one.state = event;
      one.events.push(event);
    }
    if (event === "failed" || event === "refused") {
      if (event === "refused")
        expect([toText(first?.guard ?? []), first?.guard]).not.toEqual([toText(service), undefined]);
      // A write without an answer may have been carried out before the refusal.
      if (isStray) model = service;
      return;
    }
    if (first !== undefined) {
      const newer = wishes.filter(
        ({ generation, state }) => generation > first.generation && ["applied", "unchanged"].includes(state),
      );
      expect(
        newer.filter((one) => !by.batch.includes(one)),
        "nothing is carried out after what is newer",
      ).toEqual([]);
      if (first.guard !== undefined)
        expect([toText(first.guard), toText(first.targets)]).toContain(toText(model));
      model = by.batch.reduce(applyOne, model);
    } else if (event === "unchanged") return;
    expect(toText(service), "what is said to be there is there").toBe(toText(model));
    isStray = false;
  }

  async function answer(by: Hand, outcome: Outcome): Promise<void> {
    if (by.worker?.at() === "write") {
      const rows = await store.query(
        "select 1 from intune_worker.audit where write = $1::uuid and event = 'writing'",
        [by.write],
      );
      expect(rows, "a write is recorded before it leaves").toHaveLength(1);
      by.sent = true;
    }
    await by.worker?.answer(outcome);
  }

  const isLanding = (by: Hand, outcome: Outcome): boolean =>
    by.worker?.at() === "write" && (outcome === "ok" || outcome === "lostAfter");

  async function take(step: Step): Promise<void> {
    switch (step.do) {
      case "accept":
        return await accept(step.mode, step.targets);
      case "plan":
        return await accept("replace", step.targets, step.isStale ? [...service, "d"] : service);
      case "start":
        if (place.isWaiting() && place.taken() === undefined) hand = await start();
        break;
      case "answer":
        if (hand !== undefined) await answer(hand, step.outcome);
        break;
      case "kill":
      case "stall": {
        if (hand === undefined) return;
        place.expire();
        if (step.do === "stall") stalled.push(hand);
        else if (step.arrives && hand.worker?.at() === "write") await answer(hand, "lostAfter");
        hand = undefined;
        break;
      }
      case "thaw": {
        const [late] = stalled;
        // Only one write is under way at a time: a request ends before the next worker may begin one.
        if (
          late === undefined ||
          (isLanding(late, step.outcome) && (hand !== undefined || stalled.length > 1))
        )
          return;
        await answer(late, step.outcome);
        if (late.worker?.at() === undefined) stalled.shift();
        break;
      }
      case "wait":
        await store.query(
          `update intune_worker.configuration set open_until = open_until - interval '3 days' where ${whereKey}`,
          keyValues(key),
        );
        await store.query(
          `update intune_worker.audit set at = at - interval '3 days' where ${whereKey}`,
          keyValues(key),
        );
        break;
      default:
        await order(step.do, wishes[step.which % Math.max(1, wishes.length)]);
    }
    if (hand?.worker?.at() === undefined) hand = undefined;
  }

  async function order(what: "cancel" | "redrive" | "retry", one: ModelWish | undefined): Promise<void> {
    if (one === undefined) return;
    if (what === "retry") {
      const job = await readJob(store, [tenant], one.id);
      if (job === undefined) throw new Error("not there");
      expect((await retryJob(store, place, job)).kind).toBe(isOpen(one) ? "done" : "refused");
      return;
    }
    const may = what === "cancel" ? one.state === "waiting" : mayRedrive(wishes, one);
    const done = await (what === "cancel"
      ? cancelJob(store, one.id, "ana")
      : redriveJob(store, place, one.id, "ana"));
    expect([what, one, done.kind]).toEqual([what, one, may ? "done" : "refused"]);
    if (!may) return;
    one.state = what === "cancel" ? "cancelled" : "waiting";
    one.events.push(what === "cancel" ? "cancelled" : "redriven");
  }

  const isBusy = (): boolean => wishes.some(isOpen) || isRestoring;

  async function compare(): Promise<void> {
    const rows = await store.query(
      `select generation, state, superseded_by as "supersededBy",
         (select string_agg(event, ' ' order by a.id) from intune_worker.audit a where a.wish = w.id and event <> 'writing') as events
       from intune_worker.wish w where ${whereKey} order by generation`,
      keyValues(key),
    );
    expect(rows).toEqual(
      wishes.map(({ generation, state, supersededBy, events }) => ({
        generation,
        state,
        supersededBy,
        events: events.join(" "),
      })),
    );
    if (isBusy())
      expect(place.isWaiting() || place.taken() !== undefined, "somebody is woken for what is open").toBe(
        true,
      );
  }

  // What was there before is known: only then can a late write be taken back.
  const first: readonly Step[] = [{ do: "accept", mode: "merge", targets: ["a"] }, { do: "start" }];
  const through: readonly Step[] = Array.from({ length: 3 }, () => ({ do: "answer", outcome: "ok" }));
  for (const step of [...first, ...through, ...steps]) {
    await take(step);
    await compare();
  }
  const last: readonly Step[] = [{ do: "thaw", outcome: "lostBefore" }, { do: "wait" }, { do: "start" }];
  const answers: readonly Step[] = Array.from({ length: 8 }, () => ({ do: "answer", outcome: "ok" }));
  for (let round = 0; isBusy() || round < 4; round += 1) {
    expect(round, "it comes to an end").toBeLessThan(30);
    for (const step of [...last, ...answers]) await take(step);
    await compare();
  }
  expect(toText(service), "the end is what was wished").toBe(toText(model));
  const recorded = await store.query<{ write: string }>(
    `select write from intune_worker.audit where ${whereKey} and event = 'writing'`,
    keyValues(key),
  );
  expect(recorded.map(({ write }) => write)).toEqual(expect.arrayContaining(arrived));
}
