import { expect, test } from "vitest";
import {
  allUsers,
  type AssignRequest,
  type Directory,
  exclude,
  findEntries,
  findNearName,
  formatDiagnostic,
  include,
  parseDesiredState,
  parseSelector,
  resolveDesiredState,
  resolveRequest,
} from "../src/index.ts";

const ring1 = "6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10";
const ring1Twin = "e07c9a15-0b5e-4a86-8c1a-5a0f3e0d7b22";
const kiosk = "1c55e6aa-4d4b-4be6-9df9-2e4f0d1f8c33";
const corp = "f0000001-0000-4000-8000-00000000000a";
const edge = "4f2c1a90-0000-4000-8000-000000000001";
const edgeLegacy = "4f2c1a91-0000-4000-8000-000000000002";

const resource = "groupPolicyConfigurations";

const directory: Directory = {
  groups: [
    { id: ring1, name: "SG-Ring1" },
    { id: ring1Twin, name: "SG-Twin" },
    { id: kiosk, name: "SG-Kiosk" },
    { id: "aaaaaaaa-0000-4000-8000-000000000001", name: "SG-Same" },
    { id: "bbbbbbbb-0000-4000-8000-000000000001", name: "SG-Same" },
  ],
  filters: [{ id: corp, name: "Corporate" }],
  configurations: [
    { resource, id: edge, name: "Edge: baseline" },
    { resource, id: edgeLegacy, name: "Edge: (legacy)" },
    { resource, id: "c03d55f1-0000-4000-8000-000000000003", name: "OneDrive" },
  ],
};

test.each<[given: string, want: readonly string[]]>([
  ["Edge: baseline", [edge]],
  ["edge: BASELINE", [edge]],
  [edge.toUpperCase(), [edge]],
  ["4f2c1a90", [edge]],
  ["id:4f2c1a90", [edge]],
  ["name:4f2c1a90", [edge]],
  ["Edge:*", [edge, edgeLegacy]],
  ["*(legacy)", [edgeLegacy]],
  ["name:Edge:*", []],
  ["Edge", []],
])("%s means %j", (given, want) => {
  expect(findEntries(parseSelector(given), directory.configurations).map(({ id }) => id)).toEqual(want);
});

test.each<[given: string, want: string | undefined]>([
  ["SG-Kisok", "SG-Kiosk"],
  ["sg-kiosk", "SG-Kiosk"],
  ["SG-Ring", "SG-Ring1"],
  ["something else", undefined],
])("%s is near %s", (given, want) => {
  expect(
    findNearName(
      given,
      directory.groups.map(({ name }) => name),
    ),
  ).toBe(want);
});

const request: AssignRequest = {
  configurations: ["Edge:*"],
  to: ["SG-Ring1", "all-users"],
  except: ["SG-Kiosk"],
  mode: "merge",
};

test("a request becomes one desired set for each configuration", () => {
  const desired = [{ target: include(ring1) }, { target: allUsers() }, { target: exclude(kiosk) }];
  expect(resolveRequest(request, directory)).toEqual({
    kind: "resolved",
    skipped: [],
    leftOut: [],
    configurations: [
      { resource, id: edge, name: "Edge: baseline", mode: "merge", desired },
      { resource, id: edgeLegacy, name: "Edge: (legacy)", mode: "merge", desired },
    ],
  });
});

test("a filter narrows who is included, not who is kept out", () => {
  const resolved = resolveRequest(
    { ...request, to: ["SG-Ring1"], filter: { filter: "Corporate", mode: "exclude" } },
    directory,
  );
  expect(resolved.kind === "resolved" && resolved.configurations[0]?.desired).toEqual([
    { target: include(ring1, { id: corp, mode: "exclude" }) },
    { target: exclude(kiosk) },
  ]);
});

test.each<[given: Partial<AssignRequest>, want: readonly string[]]>([
  [{ to: ["SG-Kisok"] }, ['unknown-group  no group is named "SG-Kisok"']],
  [
    { to: ["SG-Same"] },
    [
      'ambiguous-group  "SG-Same" matches 2 groups: aaaaaaaa-0000-4000-8000-000000000001, bbbbbbbb-0000-4000-8000-000000000001',
    ],
  ],
  [{ to: ["SG-*"] }, ['unknown-group  "SG-*" is a pattern; a group must be named']],
  [
    { configurations: ["Egde: baseline"] },
    ['unknown-configuration  no configuration is named "Egde: baseline"'],
  ],
  [{ configurations: ["Word*"] }, ['unknown-configuration  no configuration matches "Word*"']],
  [{ filter: { filter: "Corporat", mode: "include" } }, ['unknown-filter  no filter is named "Corporat"']],
  [{ to: ["SG-Ring1", ring1] }, ['duplicate-target  "SG-Ring1" is given more than once']],
  [{ except: ["SG-Ring1"] }, ['include-and-exclude  "SG-Ring1" is both included and excluded']],
  [
    { to: ["nobody"], except: ["no one"] },
    ['unknown-group  no group is named "nobody"', 'unknown-group  no group is named "no one"'],
  ],
])("%j is refused", (given, want) => {
  const resolved = resolveRequest({ ...request, ...given }, directory);
  expect(resolved.kind === "unresolved" && resolved.diagnostics.map(formatDiagnostic)).toEqual(want);
});

/** Resolves a file with one group, or says what is wrong. */
function resolveFile(groups: string, configurations: string): unknown {
  const text = `tenant: contoso\ngroups:\n${groups}\nfilters: { corp: { name: Corporate } }\nconfigurations:\n${configurations}\n`;
  const decoded = parseDesiredState(text, "f.yaml");
  if (decoded.kind === "invalid") return decoded.diagnostics.map(formatDiagnostic);
  const resolved = resolveDesiredState(decoded.state, directory);
  return resolved.kind === "unresolved"
    ? resolved.diagnostics.map(formatDiagnostic)
    : resolved.configurations;
}

test("a file resolves by name, by id and by pattern", () => {
  expect(
    resolveFile(
      `  ring1: { name: SG-Ring1 }\n  kiosk: { name: SG-Kiosk, id: ${kiosk} }`,
      '  - { name: "Edge:*", mode: replace, include: [{ group: ring1, only: corp }], exclude: [kiosk] }\n  - { name: OneDrive, include: [all-users] }',
    ),
  ).toMatchObject([
    {
      id: edge,
      mode: "replace",
      desired: [{ target: include(ring1, { id: corp, mode: "include" }) }, { target: exclude(kiosk) }],
      position: { line: 7 },
    },
    { id: edgeLegacy, mode: "replace" },
    { name: "OneDrive", mode: "merge", desired: [{ target: allUsers() }], position: { line: 8 } },
  ]);
});

test.each<[given: string, groups: string, configurations: string, want: readonly string[]]>([
  [
    "a group that is not there",
    "  a: { name: SG-Kisok }",
    "  - { name: OneDrive, include: [a] }",
    ['f.yaml:3:3  unknown-group  no group is named "SG-Kisok"'],
  ],
  [
    "a name that two groups have",
    "  a: { name: SG-Same }",
    "  - { name: OneDrive, include: [a] }",
    [
      'f.yaml:3:3  ambiguous-group  "SG-Same" matches 2 groups: aaaaaaaa-0000-4000-8000-000000000001, bbbbbbbb-0000-4000-8000-000000000001',
    ],
  ],
  [
    "an id that is not there",
    "  a: { name: X, id: 00000000-0000-4000-8000-000000000009 }",
    "  - { name: OneDrive, include: [a] }",
    ["f.yaml:3:3  unknown-group  no group has the id 00000000-0000-4000-8000-000000000009"],
  ],
  [
    "an id of another group",
    `  a: { name: SG-Ring1, id: ${kiosk} }`,
    "  - { name: OneDrive, include: [a] }",
    [`f.yaml:3:3  group-name-differs  group ${kiosk} is named "SG-Kiosk" in the tenant, not "SG-Ring1"`],
  ],
  [
    "two names for one group",
    `  a: { name: SG-Ring1 }\n  b: { name: SG-Ring1, id: ${ring1} }`,
    "  - { name: OneDrive, include: [a, b] }",
    ['f.yaml:7:36  duplicate-target  "b" means the same group as the entry in line 7'],
  ],
  [
    "one group on both sides",
    `  a: { name: SG-Ring1 }\n  b: { name: SG-Ring1, id: ${ring1} }`,
    "  - { name: OneDrive, include: [a], exclude: [b] }",
    ['f.yaml:7:47  include-and-exclude  "b" means the same group as the included one in line 7'],
  ],
  [
    "a configuration that is not there",
    "  a: { name: SG-Ring1 }",
    "  - { name: Onedriv, include: [a] }",
    ['f.yaml:6:5  unknown-configuration  no configuration is named "Onedriv"'],
  ],
  [
    "a configuration under another name",
    "  a: { name: SG-Ring1 }",
    `  - { name: OneDrive, id: ${edge}, include: [a] }`,
    [
      `f.yaml:6:5  configuration-name-differs  configuration ${edge} is named "Edge: baseline" in the tenant, not "OneDrive"`,
    ],
  ],
  [
    "a pattern over a name",
    "  a: { name: SG-Ring1 }",
    '  - { name: "Edge: baseline", include: [a] }\n  - { name: "Edge:*", include: [a] }',
    ['f.yaml:7:5  duplicate-configuration  configuration "Edge: baseline" was already meant in line 6'],
  ],
])("%s stops the file, with the place", (_given, groups, configurations, want) => {
  expect(resolveFile(groups, configurations)).toEqual(want);
});

test.each<[given: string, want: string | undefined]>([
  ["Edge", 'did you mean "Edge: baseline" or "Edge: (legacy)"?'],
  ["baseline", 'did you mean "Edge: baseline"?'],
  ["OneDriv", 'did you mean "OneDrive"?'],
  ["something else", undefined],
])("an unknown configuration %j is told with %j", (given, hint) => {
  const resolution = resolveRequest({ ...request, configurations: [given] }, directory);
  expect(resolution.kind === "unresolved" ? resolution.diagnostics[0]?.hint : "resolved").toBe(hint);
});
