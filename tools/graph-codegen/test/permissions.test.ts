import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { assignPage, workspace } from "./workspace.ts";

const operation = "assign-group-policy-configuration.ts";

/** The cells of the page's permission table, read in the plainest way there is: not with the reader under test. */
function cellsOfPage(): readonly string[] {
  const page = workspace.readFile(assignPage) ?? "";
  return ["Delegated (work or school account)", "Application"].map(
    (label) => page.split(`|${label}|`)[1]?.split("|")[0] ?? "",
  );
}

function asList(cell: string): string {
  return cell.startsWith("Not supported") ? "[]" : JSON.stringify(cell.split(", "));
}

test("without overlays the operation says exactly what the page says", () => {
  const { files, diagnostics } = generate(workspace, "specs", { withOverlays: false });
  const [delegated = "", application = ""] = cellsOfPage();
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(files.get(operation)?.text).toContain(
    `delegated: ${asList(delegated)},\n    application: ${asList(application)},`,
  );
  expect(files.get(operation)?.text).not.toContain("overlays");
});

/** What the overlay file sets, as plainly. */
const overlays = workspace.readFile("specs/graph/beta/overlays/assign.yaml") ?? "";
const want = /permissions\.delegated\n.*\n {4}is: (.*)/.exec(overlays)?.[1]?.replace(/[\w.]+/g, `"$&"`);

test.skipIf(want === undefined)(
  "with overlays the operation has the permissions of today's service, and names the overlay",
  () => {
    const { files } = generate(workspace, "specs");
    expect(files.get(operation)?.text).toContain(`delegated: ${want},\n    application: ${want},`);
    expect(files.get(operation)?.text).toMatch(
      /^\/\/ @source overlay {2}specs\/graph\/beta\/overlays\/assign\.yaml {2}.*R003/m,
    );
  },
);
