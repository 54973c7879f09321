import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDiagnostic, parseDesiredState } from "../src/index.ts";

const good = `# yaml-language-server: $schema=./assignments.v1.schema.json
tenant: contoso.onmicrosoft.com
groups:
  ring0: { name: SG-Intune-Ring0, id: 6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10 }
  ring2: { name: SG-Intune-Ring2 }
  kiosk: { name: SG-Intune-Kiosk }
filters:
  corp-owned: { name: Windows corporate owned }
configurations:
  - name: "Edge: baseline"
    mode: replace
    include: [ring0, { group: ring2, only: corp-owned }]
    exclude: [kiosk]
  - name: "Lock screen: image"
    include:
      - group: all-devices
        not: corp-owned
`;

test("a file is read with the place of every entry", () => {
  const decoded = parseDesiredState(good, "windows.yaml");
  expect(decoded).toMatchObject({
    kind: "decoded",
    state: {
      file: "windows.yaml",
      tenant: "contoso.onmicrosoft.com",
      groups: [
        {
          local: "ring0",
          name: "SG-Intune-Ring0",
          id: "6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10",
          position: { line: 4, column: 3 },
        },
        { local: "ring2", position: { line: 5, column: 3 } },
        { local: "kiosk", position: { line: 6, column: 3 } },
      ],
      configurations: [
        {
          name: "Edge: baseline",
          mode: "replace",
          position: { file: "windows.yaml", line: 10, column: 5 },
          include: [
            { group: "ring0", position: { line: 12, column: 15 } },
            {
              group: "ring2",
              filter: { filter: "corp-owned", mode: "include", position: { line: 12, column: 44 } },
            },
          ],
          exclude: [{ group: "kiosk", position: { line: 13, column: 15 } }],
        },
        { mode: "merge", include: [{ group: "all-devices", filter: { mode: "exclude" } }], exclude: [] },
      ],
    },
  });
});

test.each<[given: string, text: string]>([
  ["line ends of Windows", good.replaceAll("\n", "\r\n")],
  ["a byte order mark", `\uFEFF${good}`],
])("%s change nothing, not even positions", (_given, text) => {
  expect(parseDesiredState(text, "windows.yaml")).toEqual(parseDesiredState(good, "windows.yaml"));
});

/** The file with one part replaced. */
const edit = (from: string, to: string): string => {
  if (!good.includes(from)) throw new Error(`the good file has no ${from}`);
  return good.replace(from, to);
};

test.each<[given: string, text: string, want: string]>([
  [
    "unknown key at the top",
    edit("filters:", "filter:"),
    'f.yaml:7:1  unknown-key  the file has the unknown key "filter"',
  ],
  [
    "unknown key of a configuration",
    edit("mode: replace", "modus: replace"),
    'f.yaml:11:5  unknown-key  a configuration has the unknown key "modus"',
  ],
  [
    "merge key",
    edit("    mode: replace", "    <<: {}"),
    'f.yaml:11:5  unknown-key  a configuration has the unknown key "<<"',
  ],
  [
    "duplicate key",
    edit("mode: replace", "name: again"),
    'f.yaml:11:5  duplicate-key  a configuration has the key "name" more than once',
  ],
  [
    "duplicate group",
    edit("  ring2:", "  ring0:"),
    'f.yaml:5:3  duplicate-key  groups has the key "ring0" more than once',
  ],
  [
    "unknown mode",
    edit("mode: replace", "mode: delete"),
    'f.yaml:11:11  wrong-type  the mode of configuration "Edge: baseline" must be replace or merge, not "delete"',
  ],
  [
    "number as a name",
    edit("name: SG-Intune-Ring2", "name: 2024"),
    'f.yaml:5:18  wrong-type  the name of group "ring2" must be text, not a number',
  ],
  ["no name", edit("{ name: SG-Intune-Ring2 }", "{}"), 'f.yaml:5:3  missing-key  group "ring2" has no name'],
  [
    "bad id",
    edit("6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10", "6b1d0f42"),
    'f.yaml:4:39  invalid-id  the id of group "ring0" is not a GUID: "6b1d0f42"',
  ],
  [
    "a group that is not declared",
    edit("[kiosk]", "[kisok]"),
    'f.yaml:13:15  unknown-group  group "kisok" is not under groups:',
  ],
  [
    "a filter that is not declared",
    edit("only: corp-owned", "only: corp"),
    'f.yaml:12:44  unknown-filter  filter "corp" is not under filters:',
  ],
  [
    "a group twice",
    edit("[ring0,", "[ring0, ring0,"),
    'f.yaml:12:22  duplicate-target  "ring0" is included more than once in configuration "Edge: baseline"',
  ],
  [
    "a group on both sides",
    edit("[kiosk]", "[ring0]"),
    'f.yaml:13:15  include-and-exclude  "ring0" is both included and excluded in configuration "Edge: baseline"',
  ],
  [
    "everyone excluded",
    edit("[kiosk]", "[all-users]"),
    'f.yaml:13:15  reserved-name  "all-users" cannot be excluded',
  ],
  [
    "a reserved name",
    edit("  kiosk:", "  all-users:"),
    'f.yaml:6:3  reserved-name  "all-users" means everyone and cannot name a group',
  ],
  [
    "two filters on one entry",
    edit("only: corp-owned }", "only: corp-owned, not: corp-owned }"),
    'f.yaml:12:56  wrong-type  an entry of include of configuration "Edge: baseline" has both only and not; one filter is possible',
  ],
  [
    "an alias",
    edit("[kiosk]", "&a [kiosk]").replace("include:\n", "exclude: *a\n    include:\n"),
    'f.yaml:15:14  alias  exclude of configuration "Lock screen: image" is an alias; aliases are not read',
  ],
  [
    "a list that is empty by accident",
    edit("exclude: [kiosk]", "exclude:"),
    'f.yaml:13:13  wrong-type  exclude of configuration "Edge: baseline" must be a list, not empty',
  ],
  [
    "a replace without include",
    edit("    include: [ring0, { group: ring2, only: corp-owned }]\n", ""),
    'f.yaml:10:5  missing-key  configuration "Edge: baseline" is to be replaced but has no include',
  ],
  [
    "the same configuration twice",
    edit("Lock screen: image", "edge: baseline"),
    'f.yaml:14:5  duplicate-configuration  configuration "edge: baseline" was already given in line 10',
  ],
  [
    "no tenant",
    edit("tenant: contoso.onmicrosoft.com\n", ""),
    "f.yaml:2:1  missing-key  the file has no tenant",
  ],
  ["an empty file", "", "f.yaml:1:1  yaml  the file is empty"],
  ["two documents", `${good}---\na: 1\n`, "f.yaml:18:1  yaml  the file holds more than one YAML document"],
  ["a list as the file", "- a\n", "f.yaml:1:1  wrong-type  the file must be a mapping, not a list"],
  ["a tab", "tenant:\n\tx: 1\n", "f.yaml:2:1  yaml  tabs are not allowed as indentation"],
])("%s is told with its place", (_given, text, want) => {
  const decoded = parseDesiredState(text, "f.yaml");
  const told = decoded.kind === "invalid" ? decoded.diagnostics.map(formatDiagnostic) : ["decoded"];
  expect(
    told.some((line) => line.startsWith(want)),
    told.join("\n"),
  ).toBe(true);
});

test("all problems are told in one go, in the order of the file", () => {
  const text = good
    .replace("name: SG-Intune-Ring2", "nmae: x")
    .replace("[kiosk]", "[kisok, kiosk]")
    .replace("not:", "nor:");
  const decoded = parseDesiredState(text, "f.yaml");
  expect(decoded.kind === "invalid" && decoded.diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    ["missing-key", "add name: with its display name"],
    ["unknown-key", 'did you mean "name"?'],
    ["unknown-group", 'did you mean "kiosk"?'],
    ["unknown-key", 'did you mean "not"?'],
  ]);
});

test("a bomb of aliases is refused without going off", () => {
  const levels = Array.from({ length: 30 }, (_, n) => `  l${n + 1}: &l${n + 1} [*l${n}, *l${n}, *l${n}]`);
  const decoded = parseDesiredState(
    `tenant: x\ngroups:\n  l0: &l0 [a]\n${levels.join("\n")}\nconfigurations: *l30\n`,
    "f.yaml",
  );
  expect(decoded.kind === "invalid" && decoded.diagnostics.some(({ code }) => code === "alias")).toBe(true);
});

test.each<[given: string, text: string]>([
  ["brackets", "[".repeat(50_000)],
  ["lists", `${"- ".repeat(50_000)}a`],
  ["mappings", "{a: ".repeat(50_000)],
])("%s nested without end are told once, not thrown", (_given, text) => {
  const decoded = parseDesiredState(text, "f.yaml");
  expect(decoded.kind === "invalid" && decoded.diagnostics.map(formatDiagnostic)).toEqual([
    "f.yaml:1:1  yaml  the file is nested too deeply",
  ]);
});

test("any text is read or refused with a place, and never throws", () => {
  const pieces = fc.constantFrom(
    ...good.split(/(?<=[\s,{}[\]:])/),
    "&a ",
    "*a",
    "!!js ",
    "? ",
    "- ",
    "\u0000",
    "\t",
    "'",
    '"',
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 60 }).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(text, (given) => {
      const decoded = parseDesiredState(given, "f.yaml");
      if (decoded.kind === "decoded") return;
      expect(decoded.diagnostics.length).toBeGreaterThan(0);
      for (const { position } of decoded.diagnostics)
        expect([(position?.line ?? 0) > 0, (position?.column ?? 0) > 0]).toEqual([true, true]);
    }),
    { numRuns: 500 },
  );
});
