import { type Assignment, type GraphPort, include } from "@intunectl/assignments";
import { expect, test } from "vitest";
import { applyJob } from "../src/apply-job.ts";
import { edge, group } from "./harness.ts";

const job = {
  resource: "things",
  configuration: edge,
  mode: "merge",
  include: [group(1)],
  exclude: [],
} as const;
const one = (index: number): Assignment => ({ target: include(group(index)) });

/** A service whose answers to reads are given one after the other; the last one stays. */
function portOf(
  reads: readonly (readonly Assignment[])[],
): GraphPort & { readonly written: (readonly Assignment[])[] } {
  const written: (readonly Assignment[])[] = [];
  let count = 0;
  return {
    written,
    read: () => {
      const assignments = reads[Math.min(count, reads.length - 1)] ?? [];
      count += 1;
      return Promise.resolve({ kind: "known", assignments });
    },
    write: (_, assignments) => {
      written.push(assignments);
      return Promise.resolve({ kind: "accepted" });
    },
  };
}

const apply = (port: GraphPort): ReturnType<typeof applyJob> =>
  applyJob(job, { portOf: () => port, sleep: () => Promise.resolve() });

test("a write that is not visible yet is applied, and says so", async () => {
  const port = portOf([[one(2)]]);
  expect(await apply(port)).toEqual({
    status: "applied",
    before: 1,
    code: "unverified-before",
    message: expect.any(String),
  });
  expect(port.written).toEqual([[one(1), one(2)]]);
});

test("something else in the place of a write is failed", async () => {
  const port = portOf([[one(2)], [one(2)], [one(3)]]);
  expect(await apply(port)).toMatchObject({ status: "failed", code: "unverified-other" });
});

test("a set that changes between plan and write is planned again, and the change of the other is kept", async () => {
  const port = portOf([
    [one(2)],
    [one(2), one(3)],
    [one(2), one(3)],
    [one(2), one(3)],
    [one(1), one(2), one(3)],
  ]);
  expect(await apply(port)).toEqual({ status: "applied", before: 2, after: 3 });
  expect(port.written).toEqual([[one(1), one(2), one(3)]]);
});

test("a set that never stays still is refused and not written", async () => {
  const port = portOf([2, 3, 4, 5, 6, 7, 8].map((index) => [one(index)]));
  expect(await apply(port)).toMatchObject({ status: "refused", code: "moved" });
  expect(port.written).toEqual([]);
});

test("an answer that is lost is failed as uncertain, with no count of what is there", async () => {
  const port: GraphPort = { ...portOf([[one(2)]]), write: () => Promise.reject(new Error("socket closed")) };
  expect(await apply(port)).toEqual({
    status: "failed",
    before: 1,
    code: "uncertain",
    message: "it is not known whether the change was made: socket closed",
  });
});
