import { operations } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { leastPermissions } from "../src/least-permissions.ts";
import { needOperations } from "../src/needs.ts";

const needs = ["read", "filters", "groups", "write"] as const;

test.each(needs.flatMap((need) => [[need, "delegated"] as const, [need, "application"] as const]))(
  "what is called the least for %s, %s, is enough for every operation, and nothing before it in their lists is",
  (need, kind) => {
    const lists = operations
      .filter(({ name }) => needOperations[need].includes(name))
      .map(({ permissions }) => permissions[kind]);
    const least = leastPermissions(need, kind);
    expect(least.length).toBeGreaterThan(0);
    for (const list of lists) expect(list.some((name) => least.includes(name))).toBe(true);
    const [first = []] = lists;
    const cheaper = first.slice(0, first.indexOf(least[0] ?? ""));
    expect(cheaper.filter((name) => lists.every((list) => list.includes(name)))).toEqual([]);
  },
);
