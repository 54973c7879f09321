import { expect, test } from "vitest";
import {
  allUsers,
  createSnapshot,
  exclude,
  formatSnapshot,
  parseSnapshot,
  resolveSnapshot,
  type Snapshot,
} from "../src/index.ts";

const resource = "groupPolicyConfigurations";
const ring = "6b1d0f42-9c38-4a6e-b7f5-12d8c4a0e953";
const [edge, office] = ["aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000"];

const snapshot: Snapshot = createSnapshot({
  tenant: "contoso.onmicrosoft.com",
  takenAt: "2026-08-22T09:00:00.000Z",
  configurations: [
    {
      resource,
      id: edge,
      name: "Edge",
      set: { kind: "known", assignments: [{ target: exclude(ring) }, { target: allUsers() }] },
    },
    {
      resource,
      id: office,
      name: "Office",
      set: { kind: "unknown", code: "unreadable", reason: "Forbidden" },
    },
  ],
  labels: { groups: { [ring]: "SG-Intune-Ring1" }, deletedGroups: [], filters: {} },
});

test("a snapshot comes back as it was taken; what could not be read stays unread", () => {
  const decoded = parseSnapshot(formatSnapshot(snapshot));
  expect(decoded).toEqual({ kind: "decoded", snapshot });
  expect(snapshot.configurations[1]).toEqual({
    resource,
    id: office,
    name: "Office",
    unreadable: "Forbidden",
  });
});

test.each<[what: string, given: string, code: string]>([
  ["text", "{", "not-json"],
  ["a plan", JSON.stringify({ version: 1, digest: "x" }), "not-a-snapshot"],
  ["an edited one", formatSnapshot(snapshot).replace("allLicensedUsers", "allDevices"), "snapshot-edited"],
  ["another version", formatSnapshot({ ...snapshot, version: 2 as never }), "not-a-snapshot"],
  [
    "a set that is not understood",
    formatSnapshot(snapshot).replace("#microsoft.graph.allLicensed", "#x."),
    "not-a-snapshot",
  ],
])("%s is no snapshot", (_what, given, code) => {
  expect(parseSnapshot(given)).toMatchObject({ kind: "invalid", code });
});

test("to restore is to have each known set again, exactly; an unread one is skipped", () => {
  const configurations = [
    { resource, id: edge, name: "Edge (renamed)" },
    { resource, id: office, name: "Office" },
  ];
  expect(resolveSnapshot(snapshot, { configurations })).toMatchObject({
    kind: "resolved",
    configurations: [{ id: edge, name: "Edge (renamed)", mode: "replace" }],
    skipped: [{ id: office, reason: expect.stringContaining("Forbidden") }],
  });
});

test("a configuration that is gone stops a restore, unless leaving it out was asked for", () => {
  const configurations = [{ resource, id: office, name: "Office" }];
  expect(resolveSnapshot(snapshot, { configurations })).toMatchObject({
    kind: "unresolved",
    diagnostics: [{ code: "unknown-configuration" }],
  });
  expect(resolveSnapshot(snapshot, { configurations }, { skipUnresolved: true })).toMatchObject({
    kind: "resolved",
    configurations: [],
    leftOut: [{ code: "unknown-configuration" }],
  });
});
