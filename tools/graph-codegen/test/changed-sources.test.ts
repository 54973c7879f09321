import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { at, atLine, createFixture, csdl, out, page, put, swap } from "./fixture-world.ts";
import type { Place } from "./fixture-world.ts";

/** A line of a difference that names where it comes from. */
function from(path: string, text: string): Place {
  return (world) => `     from ${at(path, text)(world)}`;
}

test("the fixture itself is what its specs make", () => {
  const world = createFixture();
  expect(run(["generate", "--check"], world)).toBe(0);
  expect(world.complaints.join("\n")).not.toContain("error");
});

interface Want {
  /** Text that `generate --check` prints, in whatever order. */
  readonly check: readonly (string | Place)[];
  /** What `generate` answers: 0 when the change can be taken over. */
  readonly generate: 0 | 1;
}

test.each<[what: string, change: (text: string) => string, want: Want]>([
  [
    "another permission",
    swap("Scripts.ReadWrite.All, ", "Scripts.Admin.All, "),
    {
      check: [
        "overlay-stale",
        from(page, "Scripts.Admin.All"),
        `+    delegated: ["Scripts.Assign.All", "Scripts.Admin.All"],`,
      ],
      generate: 1,
    },
  ],
  [
    "a renamed parameter",
    swap("|assignments|", "|newAssignments|"),
    {
      check: [
        "facts-disagree",
        at(page, "newAssignments"),
        at(csdl, `assignments" Type="Collection(graph.scriptPolicyAssignment)" />\n        <ReturnType`),
        from(page, "newAssignments"),
        "stale  libs/graph-intune/src/generated/assign-script-policy.ts",
      ],
      generate: 1,
    },
  ],
  [
    "another response code",
    swap("`200 OK`", "`204 No Content`"),
    {
      check: [
        "facts-disagree",
        atLine(page, "If successful"),
        atLine(csdl, "<ReturnType"),
        "assign-script-policy.ts  (disputed)",
      ],
      generate: 1,
    },
  ],
  [
    "a misspelt heading",
    swap("## HTTP Request", "## HTTP Requests"),
    {
      check: ["page-section-missing", at(page, "HTTP Requests"), "assign-script-policy.ts  (disputed)"],
      generate: 1,
    },
  ],
  [
    "a description",
    swap("collection|Not yet documented|", "collection|Who gets the script.|"),
    {
      check: [
        "lock-mismatch",
        at(page, "|assignments|"),
        "+  /** Who gets the script. */",
        from(page, "Who gets"),
      ],
      generate: 0,
    },
  ],
  [
    "an application permission",
    swap("|Application|Not supported.|", "|Application|Scripts.Assign.All|"),
    {
      check: [
        "lock-mismatch",
        `+    application: ["Scripts.Assign.All"],`,
        from(page, "Scripts.Assign.All|\n\n"),
      ],
      generate: 0,
    },
  ],
  [
    "a word of prose",
    swap("Required.|", "required.|"),
    { check: ["lock-mismatch", at(page, "|Authorization|"), "manifest.json"], generate: 0 },
  ],
  [
    "a renamed property in the example",
    swap(`"target": {`, `"targets": {`),
    { check: ["example-disagrees", at(page, `"targets"`), "manifest.json"], generate: 0 },
  ],
])("%s in the page is told with its line and the stale file", (_, change, want) => {
  const world = createFixture({ [page]: change });
  const before = new Map(world.files);

  expect(run(["generate", "--check"], world)).toBe(1);
  const said = [...world.printed, ...world.complaints].join("\n");
  for (const part of want.check) expect(said).toContain(typeof part === "string" ? part : part(world));
  expect(world.files).toEqual(before);

  expect(run(["generate"], world)).toBe(want.generate);
  if (want.generate === 1) expect(world.files).toEqual(before);
  else expect(run(["generate", "--check"], world)).toBe(0);
});

test("a file made by nobody is stale, and goes with the next run", () => {
  const world = createFixture({ [`${out}/old-thing.ts`]: put("export {};\n") });
  expect(run(["generate", "--check"], world)).toBe(1);
  expect(world.printed.join("\n")).toContain("old-thing.ts  (surplus)");
  expect(run(["generate"], world)).toBe(0);
  expect(world.files.has(`${out}/old-thing.ts`)).toBe(false);
});

test("an edited generated file is named, and made right by the next run", () => {
  const world = createFixture({ [`${out}/operations.ts`]: swap("getScriptPolicy,\n", "") });
  expect(run(["generate", "--check"], world)).toBe(1);
  expect(world.printed.join("\n")).toContain("operations.ts  (changed)");
  expect(run(["generate"], world)).toBe(0);
  expect(run(["generate", "--check"], world)).toBe(0);
});

test("an edited copy keeps the hash of what it is a copy of", () => {
  const recorded = swap(
    /("graph\/beta\/api\/scriptpolicy-assign\.md": \{\n {6}"origin": )"[^"]*",/,
    `$1"https://example.com/page.md",\n      "revision": "1",`,
  );
  const world = createFixture({ "specs/sources.lock.json": recorded });
  const lockOf = (): string => world.files.get("specs/sources.lock.json") ?? "";
  const before = lockOf();
  world.files.set(page, swap("Required.|", "required.|")(world.files.get(page) ?? ""));
  run(["generate"], world);
  expect(lockOf()).toContain(`"editedSha256"`);
  world.files.set(page, swap("required.|", "Required.|")(world.files.get(page) ?? ""));
  run(["generate"], world);
  expect(lockOf()).toBe(before);
});

test("a checkout with CRLF line ends and byte order marks is not stale", () => {
  const world = createFixture();
  for (const [path, text] of world.files)
    world.files.set(
      path,
      `\uFEFF${text.replaceAll("\n", "\r\n")}`.slice(path.startsWith("specs/graph") ? 0 : 1),
    );
  expect(run(["generate", "--check"], world)).toBe(0);
});

test("a look at the output elsewhere leaves the lock alone", () => {
  const world = createFixture({ [csdl]: swap(`Name="note"`, `Name="remark"`) });
  const before = world.files.get("specs/sources.lock.json");
  expect(run(["generate", "--out", "elsewhere"], world)).toBe(0);
  expect(world.files.get("elsewhere/script-target.ts")).toContain("remark");
  expect(world.files.get("specs/sources.lock.json")).toBe(before);
});

test("usage errors answer 64", () => {
  const world = createFixture();
  expect(run(["generat"], world)).toBe(64);
  expect(run(["generate", "--chek"], world)).toBe(64);
  expect(run(["--help"], world)).toBe(0);
});
