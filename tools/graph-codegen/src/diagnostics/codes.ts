import type { CodeEntry, CodeParameters } from "./code-parameters.ts";

/** Every finding that the generator can report; each has a page in this folder. */
export const codes: { readonly [Code in keyof CodeParameters]: CodeEntry<CodeParameters[Code]> } = {
  "action-unknown": {
    severity: "error",
    message: (p) => `no CSDL fragment declares the action "${p.action}" of ${p.path}`,
    hint: "add the Action with its binding parameter to a fragment under csdl/",
  },
  "docs-member-missing": {
    severity: "warning",
    message: (p) => `${p.type} has "${p.member}" in the metadata, its page does not list it`,
    hint: (p) => `add the row ${p.row} to the page, with what it means`,
  },
  "docs-member-unknown": {
    severity: "warning",
    message: (p) => `the page lists "${p.member}", which ${p.type} does not have in the metadata${p.near}`,
    hint: "correct the name, or drop the row: the member may be gone",
  },
  "docs-operation-missing": {
    severity: "warning",
    message: (p) => `no page documents ${p.operation}`,
    hint: "add a page under api/ with its permissions, its request and its response",
  },
  "docs-operation-unknown": {
    severity: "warning",
    message: (p) => `the metadata has no "${p.operation}" at the end of ${p.path}${p.near}`,
    hint: (p) =>
      p.near === ""
        ? "no type has an operation of that name: correct the name, or remove the page if the operation was retired"
        : "lead the path to a type that has it, by a cast where only a derived type has",
  },
  "docs-parameters-differ": {
    severity: "warning",
    message: (p) =>
      `the page's parameters are ${p.docs.join(", ") || "none"}, the metadata's are ${p.csdl.join(", ") || "none"}`,
    hint: ({ docs, csdl }) => {
      const missing = csdl.filter((name) => !docs.includes(name));
      const surplus = docs.filter((name) => !csdl.includes(name));
      return [
        ...(missing.length > 0 ? [`add a row for ${missing.join(", ")}`] : []),
        ...(surplus.length > 0 ? [`drop the row of ${surplus.join(", ")}, or correct its name`] : []),
      ].join("; ");
    },
  },
  "docs-path-unknown": {
    severity: "warning",
    message: (p) => `the metadata does not lead along ${p.path}: there is no "${p.segment}"${p.near}`,
    hint: (p) =>
      p.near === ""
        ? `correct "${p.segment}" in the request, or remove the request if it was retired`
        : "write the request as the metadata has it",
  },
  "docs-returns-differ": {
    severity: "warning",
    message: (p) => `the page says that ${p.docs} comes back, the metadata says ${p.csdl}`,
    hint: (p) =>
      p.csdl === "nothing"
        ? 'write `204 No Content` in the sentence under "## Response", without a type'
        : `name ${p.csdl} in the sentence under "## Response"`,
  },
  "docs-type-differs": {
    severity: "warning",
    message: (p) => `${p.member} is ${p.docs} on the page and ${p.csdl} in the metadata`,
    hint: (p) => `write ${p.csdl.replace(/^Collection\((.*)\)$/, "$1 collection")} in the cell`,
  },
  "docs-type-unknown": {
    severity: "warning",
    message: (p) => `the page describes "${p.type}", which the metadata does not have${p.near}`,
    hint: "correct the name in the title, or remove the page if the type was retired",
  },
  "example-disagrees": {
    severity: "warning",
    message: (p) => `the example ${p.what}`,
    hint: "correct the example, or the source that says otherwise",
  },
  "example-malformed": {
    severity: "error",
    message: (p) => `the example's body is not JSON: ${p.problem}`,
    hint: "correct the JSON at this place: a missing comma, bracket or quote, or text after its end",
  },
  "facts-disagree": {
    severity: "error",
    message: (p) => `the sources disagree about ${p.fact}: ${p.says.join("; ")}`,
    hint: "correct one of the places, or settle it in an overlay with `fact:`, `is:`, `because:` and `evidence:`",
  },
  "file-missing": {
    severity: "error",
    message: (p) => `there is no file ${p.path}`,
    hint: "add the file, or correct the name",
  },
  "lock-mismatch": {
    severity: "error",
    message: (p) => `${p.file} is not what sources.lock.json records${p.lines}`,
    hint: "`pnpm generate` records the file as it is now; undo the change if it was not meant",
  },
  "lock-missing": {
    severity: "error",
    message: (p) => `sources.lock.json does not say where ${p.file} came from`,
    hint: "`pnpm generate` adds an entry; then write its `origin` by hand",
  },
  "lock-origin": {
    severity: "warning",
    message: (p) => `sources.lock.json records ${p.file}, but not where it came from`,
    hint: "write its `origin` in the lock: a URL with the revision, or how the file was written",
  },
  "lock-unused": {
    severity: "error",
    message: (p) => `sources.lock.json names ${p.file}, which is not there`,
    hint: "`pnpm generate` drops the entry; restore the file if it was not meant to go",
  },
  "name-collision": {
    severity: "error",
    message: (p) => `the name "${p.name}" is taken twice: ${p.things}`,
    hint: (p) =>
      /^two (members|parameters|sources)\b/.test(p.things)
        ? "delete one of the two declarations, or give it another name"
        : "give one operation another `name:` in surface.yaml, or publish one of the two only",
  },
  "openapi-unsupported": {
    severity: "error",
    message: (p) => `this part of the OpenAPI fragment cannot be read: ${p.what}`,
    hint: "write it as one of the forms that specs/README.md lists",
  },
  "operation-unknown": {
    severity: "error",
    message: (p) => `no OpenAPI fragment has the operationId "${p.id}"${p.near}`,
    hint: "add the operation to a fragment under openapi/, or correct the name in surface.yaml",
  },
  "operation-unreachable": {
    severity: "note",
    message: (p) => `no path of the metadata leads to what "${p.operation}" is bound to`,
    hint: "it is counted as skipped; the summary says how many",
  },
  "overlay-stale": {
    severity: "error",
    message: (p) => `this overlay corrects ${p.fact} from ${p.was}, but the sources now say ${p.now}`,
    hint: "read both places: drop the overlay if the source is right now, or correct its `was:`",
  },
  "overlay-unused": {
    severity: "error",
    message: (p) => `this overlay changes nothing: no source has the fact ${p.fact}`,
    hint: "correct `fact:`, or delete the overlay",
  },
  "page-include": {
    severity: "error",
    message: (p) => `the permission table is in another file, ${p.path}, which is not read`,
    hint: "put the table of that file in the place of the [!INCLUDE] line",
  },
  "page-permission-odd": {
    severity: "warning",
    message: (p) => `"${p.text}" is not a permission, a list of them, or "Not supported."`,
    hint: 'write names with commas between them, as in `Group.Read.All, Group.ReadWrite.All`, or "Not supported."',
  },
  "page-permission-tables": {
    severity: "warning",
    message: (p) => `the page has ${p.count} permission tables; the first is taken`,
    hint: "if another one is meant, set the permissions with an overlay",
  },
  "page-section-missing": {
    severity: "error",
    message: (p) => `the page has no ${p.wants} under "${p.section}"`,
    hint: (p) => examples[p.wants] ?? `write it below a heading "${p.section}"`,
  },
  "page-table-malformed": {
    severity: "warning",
    message: (p) => `this row has ${p.has} cells, the header has ${p.wants}`,
    hint: (p) =>
      p.has > p.wants
        ? "write a pipe inside a cell as \\|"
        : "write the cells that are missing, empty ones too",
  },
  "page-translated": {
    severity: "error",
    message: (p) => `this page is a machine translation (${p.mark}): names and tables in it may be changed`,
    hint: "use the English page",
  },
  "page-type-missing": {
    severity: "error",
    message: (p) => `the table has no column for the type of "${p.name}"`,
    hint: "add a column Type, as in `| Parameter | Type | Description |`",
  },
  "page-unreadable": {
    severity: "error",
    message: (p) => p.problem,
    hint: (p) => p.remedy,
  },
  "path-escapes": {
    severity: "error",
    message: (p) => `"${p.path}" leaves the folder of the specs`,
    hint: "name a file below specs/graph/<version>/",
  },
  "path-not-in-metadata": {
    severity: "warning",
    message: (p) => `no CSDL fragment declares "${p.segment}" of ${p.path}; the action was found by its name`,
    hint: "add the navigation property, singleton or entity set to a fragment under csdl/",
  },
  "rule-applied": {
    severity: "note",
    message: (p) => `${p.rule}: ${p.what}`,
    hint: "see src/reconcile/rules",
  },
  "several-urls": {
    severity: "warning",
    message: (p) => `the page lists ${p.count} URLs; ${p.used} is published`,
    hint: "say which one with `path:` in surface.yaml",
  },
  "type-circular": {
    severity: "error",
    message: (p) => `${p.type} derives from itself by way of ${p.base}`,
    hint: "correct the BaseType of one of the types in the circle",
  },
  "type-unknown": {
    severity: "error",
    message: (p) => `no source declares the type "${p.type}", which ${p.user} uses`,
    hint: "correct the name, or declare the type (for specs: in a fragment under csdl/ or openapi/)",
  },
  "xml-doctype": {
    severity: "error",
    message: () => "CSDL may not have a DOCTYPE",
    hint: "delete the DOCTYPE, and write out what its entities stand for",
  },
  "xml-malformed": {
    severity: "error",
    message: (p) => `this is not well-formed XML: ${p.problem}`,
    hint: "correct the XML at this place; nothing of the file was read",
  },
  "xml-shape": {
    severity: "error",
    message: (p) => p.problem,
    hint: (p) => p.remedy,
  },
  "yaml-malformed": {
    severity: "error",
    message: (p) => `this is not well-formed YAML: ${p.problem}`,
    hint: "correct the YAML at this place; nothing of the file was read",
  },
  "yaml-shape": {
    severity: "error",
    message: (p) => p.problem,
    hint: "specs/README.md lists the keys",
  },
};

/** What a page must have, as it would be written there. */
const examples: Readonly<Record<string, string>> = {
  title: "begin the page with `# ` and a title",
  "permission table":
    "write one, as in `|Permission type|Permissions (from least to most privileged)|` with a row for each kind of caller",
  "request line": "write a code block with a method and a path, as in `GET /deviceManagement/managedDevices`",
  section: 'write the section; where there is no body, say "Do not supply a request body for this method."',
  "table of parameters":
    'write `|Parameter|Type|Description|` with a row for each, or say "Do not supply a request body for this method."',
  "table of properties":
    "write `|Property|Type|Description|` (or Relationship) with a row for each, or say that there are none",
  "table of members": "write `|Member|Value|Description|` with a row for each",
  "response code":
    "write a sentence with the code in backticks, as in: this method returns a `200 OK` response code and a [group](../resources/group.md) object",
};
