import fc from "fast-check";
import { expect, test } from "vitest";
import { renderTable } from "../src/render/table.ts";
import { cut, flow, toAge, toSafeText, toWidth } from "../src/render/text.ts";
import { mapConcurrently } from "../src/concurrently.ts";
import { toFolderName, toStateFolder } from "../src/state-folder.ts";

test("a table fits its width whenever its fixed columns leave room, and loses nothing", () => {
  const cell = fc
    .string({ unit: "grapheme-ascii", maxLength: 60 })
    .map((text) => text.trim().replaceAll(/\s+/g, " "));
  const rows = fc.array(fc.tuple(cell, cell, fc.array(cell, { minLength: 1, maxLength: 4 })), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(rows, (given) => {
      const table = renderTable(
        [
          { title: "NAME", isFlexible: true },
          { title: "ID", isFlexible: true },
          { title: "WHO", isFlexible: true },
        ],
        given,
        60,
      );
      for (const line of table.split("\n")) expect(toWidth(line)).toBeLessThanOrEqual(60);
      const letters = (text: string): string => Array.from(text.replaceAll(/\s/g, "")).toSorted().join("");
      const cells = given.flatMap(([name, id, who]) => [name, id, who.join(",")]);
      expect(letters(table)).toBe(letters(["NAME", "ID", "WHO", ...cells].join("")));
    }),
  );
});

test("flowing text keeps its parts and their order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 10, max: 40 }),
      (parts, width) => {
        const lines = flow(parts, width);
        expect(lines.join(" ").split(", ")).toEqual(parts);
        expect(lines.every((line) => toWidth(line) <= width)).toBe(true);
      },
    ),
  );
});

test.each<[given: string, width: number, want: string]>([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["", 0, ""],
])("%j cut to %i is %j", (given, width, want) => {
  expect(cut(given, width, "…")).toBe(want);
});

test.each<[given: string, want: string]>([
  ["SG-Ring0", "SG-Ring0"],
  ["a\u001B[31mb\nc", "a\uFFFD[31mb\uFFFDc"],
  ["a\u202Eb", "a\uFFFDb"],
])("%j is shown as %j", (given, want) => {
  expect(toSafeText(given)).toBe(want);
});

test.each<[given: string, want: string]>([
  ["2026-08-22T09:16:40Z", "just now"],
  ["2026-08-22T09:12:00Z", "5 min ago"],
  ["2026-08-21T10:00:00Z", "23 h ago"],
  ["2026-08-19T09:00:00.0000000Z", "3 d ago"],
  ["2027-01-01T00:00:00Z", "2027-01-01"],
  ["nonsense", "?"],
])("%s is %s", (given, want) => {
  expect(toAge(given, Date.parse("2026-08-22T09:17:00Z"))).toBe(want);
});

test.each<[environment: Record<string, string>, platform: string, isDemo: boolean, want: string]>([
  [{ INTUNECTL_STATE: "/s", XDG_STATE_HOME: "/x" }, "linux", false, "/s"],
  [{ XDG_STATE_HOME: "/x" }, "linux", false, "/x/intunectl"],
  [{}, "darwin", false, "/h/.local/state/intunectl"],
  [{ LOCALAPPDATA: "/l" }, "win32", false, "/l/intunectl"],
  [{ LOCALAPPDATA: "/l" }, "linux", false, "/h/.local/state/intunectl"],
  [{ INTUNECTL_STATE: "" }, "linux", true, "/h/.local/state/intunectl/demo"],
])("with %j on %s, demo: %s, the state is in %s", (environment, platform, isDemo, want) => {
  const folder = toStateFolder({ environment, platform, homeFolder: "/h" }, isDemo);
  expect(folder.replaceAll("\\", "/")).toBe(want);
});

test.each<[given: string, want: string]>([
  ["Contoso.onmicrosoft.com", "contoso.onmicrosoft.com"],
  ["../../etc", ".._.._etc"],
  ["..", "_"],
  ["", "_"],
])("a tenant named %j has the folder %j", (given, want) => {
  expect(toFolderName(given)).toBe(want);
});

test("tasks run a few at a time and answer in order", async () => {
  let running = 0;
  let most = 0;
  const answers = await mapConcurrently([5, 1, 4, 2, 3, 0], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, item));
    running -= 1;
    return item * 2;
  });
  expect([answers, most]).toEqual([[10, 2, 8, 4, 6, 0], 3]);
});
