/** How much a diagnostic weighs: an error stops the run, a warning does not (unless `--strict`), a note is counted. */
export type Severity = "error" | "warning" | "note";

/** What each code's message is made from. */
export interface CodeParameters {
  readonly "action-unknown": { action: string; path: string };
  readonly "docs-member-missing": { type: string; member: string };
  readonly "docs-member-unknown": { type: string; member: string; near: string };
  readonly "docs-operation-missing": { operation: string };
  readonly "docs-operation-unknown": { operation: string; path: string };
  readonly "docs-parameters-differ": { docs: string; csdl: string };
  readonly "docs-path-unknown": { segment: string; path: string; near: string };
  readonly "docs-returns-differ": { docs: string; csdl: string };
  readonly "docs-type-differs": { member: string; docs: string; csdl: string };
  readonly "docs-type-unknown": { type: string };
  readonly "example-disagrees": { what: string };
  readonly "example-malformed": { problem: string };
  readonly "facts-disagree": { fact: string; says: readonly string[] };
  readonly "file-missing": { path: string };
  readonly "lock-mismatch": { file: string; lines: string };
  readonly "lock-missing": { file: string };
  readonly "lock-origin": { file: string };
  readonly "lock-unused": { file: string };
  readonly "name-collision": { name: string; things: string };
  readonly "openapi-unsupported": { what: string };
  readonly "operation-unknown": { id: string; near: string };
  readonly "operation-unreachable": { operation: string };
  readonly "overlay-stale": { fact: string; was: string; now: string };
  readonly "overlay-unused": { fact: string };
  readonly "page-include": { path: string };
  readonly "page-permission-odd": { text: string };
  readonly "page-permission-tables": { count: number };
  readonly "page-section-missing": { section: string; wants: string };
  readonly "page-table-malformed": { wants: number; has: number };
  readonly "page-translated": { mark: string };
  readonly "page-type-missing": { name: string };
  readonly "page-unreadable": { problem: string };
  readonly "path-escapes": { path: string };
  readonly "path-not-in-metadata": { segment: string; path: string };
  readonly "rule-applied": { rule: string; what: string };
  readonly "several-urls": { count: number; used: string };
  readonly "type-circular": { type: string; base: string };
  readonly "type-unknown": { type: string; user: string };
  readonly "xml-doctype": object;
  readonly "xml-malformed": { problem: string };
  readonly "xml-shape": { problem: string };
  readonly "yaml-malformed": { problem: string };
  readonly "yaml-shape": { problem: string };
}

/** The weight, the words and the remedy of one kind of finding. */
export interface CodeEntry<P> {
  readonly severity: Severity;
  readonly message: (parameters: P) => string;
  readonly hint: string;
}

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
    hint: "document it, or wait for the page to follow",
  },
  "docs-member-unknown": {
    severity: "warning",
    message: (p) => `the page lists "${p.member}", which ${p.type} does not have in the metadata${p.near}`,
    hint: "correct the name, or drop the row: the member may be gone",
  },
  "docs-operation-missing": {
    severity: "warning",
    message: (p) => `no page documents ${p.operation}`,
    hint: "add the page, or wait for it",
  },
  "docs-operation-unknown": {
    severity: "warning",
    message: (p) => `the page documents "${p.operation}" of ${p.path}, which the metadata does not have`,
    hint: "the operation may be gone, or bound to another type",
  },
  "docs-parameters-differ": {
    severity: "warning",
    message: (p) => `the page's parameters are ${p.docs}, the metadata's are ${p.csdl}`,
    hint: "correct the table; the service reads the metadata's names",
  },
  "docs-path-unknown": {
    severity: "warning",
    message: (p) => `the metadata does not lead along ${p.path}: there is no "${p.segment}"${p.near}`,
    hint: "correct the path; it may be gone",
  },
  "docs-returns-differ": {
    severity: "warning",
    message: (p) => `the page says that ${p.docs} comes back, the metadata says ${p.csdl}`,
    hint: "correct the sentence",
  },
  "docs-type-differs": {
    severity: "warning",
    message: (p) => `${p.member} is ${p.docs} on the page and ${p.csdl} in the metadata`,
    hint: "correct the cell",
  },
  "docs-type-unknown": {
    severity: "warning",
    message: (p) => `the page describes "${p.type}", which the metadata does not have`,
    hint: "the type may be gone or renamed",
  },
  "example-disagrees": {
    severity: "warning",
    message: (p) => `the example ${p.what}`,
    hint: "correct the example, or the source that says otherwise",
  },
  "example-malformed": {
    severity: "error",
    message: (p) => `the example's body is not JSON: ${p.problem}`,
    hint: "mend the JSON in the page",
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
    hint: "give one operation another `name:` in surface.yaml, or publish one of the two only",
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
    hint: "correct the cell",
  },
  "page-permission-tables": {
    severity: "warning",
    message: (p) => `the page has ${p.count} permission tables; the first is taken`,
    hint: "if another one is meant, set the permissions with an overlay",
  },
  "page-section-missing": {
    severity: "error",
    message: (p) => `the page has no ${p.wants} under "${p.section}"`,
    hint: "restore the section as the page was published",
  },
  "page-table-malformed": {
    severity: "warning",
    message: (p) => `this row has ${p.has} cells, the header has ${p.wants}`,
    hint: "write a pipe inside a cell as \\|",
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
    hint: "compare with the published page",
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
    hint: "add the type to a fragment under csdl/ or openapi/",
  },
  "xml-doctype": {
    severity: "error",
    message: () => "a CSDL fragment may not have a DOCTYPE",
    hint: "delete the DOCTYPE: entities are never read",
  },
  "xml-malformed": {
    severity: "error",
    message: (p) => `this is not well-formed XML: ${p.problem}`,
    hint: "mend the fragment",
  },
  "xml-shape": {
    severity: "error",
    message: (p) => p.problem,
    hint: "compare with the CSDL schema of OData 4.0",
  },
  "yaml-malformed": {
    severity: "error",
    message: (p) => `this is not well-formed YAML: ${p.problem}`,
    hint: "mend the file",
  },
  "yaml-shape": {
    severity: "error",
    message: (p) => p.problem,
    hint: "specs/README.md lists the keys",
  },
};
