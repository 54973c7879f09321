/** How much a diagnostic weighs: an error stops the run, a warning does not (unless `--strict`), a note is counted. */
export type Severity = "error" | "warning" | "note";

/** What each code's message is made from. */
export interface CodeParameters {
  readonly "action-unknown": { action: string; path: string };
  readonly "docs-member-missing": { type: string; member: string; row: string };
  readonly "docs-member-unknown": { type: string; member: string; near: string };
  readonly "docs-operation-missing": { operation: string };
  readonly "docs-operation-unknown": { operation: string; path: string; near: string };
  readonly "docs-parameters-differ": { docs: readonly string[]; csdl: readonly string[] };
  readonly "docs-path-unknown": { segment: string; path: string; near: string };
  readonly "docs-returns-differ": { docs: string; csdl: string };
  readonly "docs-type-differs": { member: string; docs: string; csdl: string };
  readonly "docs-type-unknown": { type: string; near: string };
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
  readonly "page-unreadable": { problem: string; remedy: string };
  readonly "path-escapes": { path: string };
  readonly "path-not-in-metadata": { segment: string; path: string };
  readonly "rule-applied": { rule: string; what: string };
  readonly "several-urls": { count: number; used: string };
  readonly "type-circular": { type: string; base: string };
  readonly "type-unknown": { type: string; user: string };
  readonly "xml-doctype": object;
  readonly "xml-malformed": { problem: string };
  readonly "xml-shape": { problem: string; remedy: string };
  readonly "yaml-malformed": { problem: string };
  readonly "yaml-shape": { problem: string };
}

/** The weight, the words and the remedy of one kind of finding. */
export interface CodeEntry<P> {
  readonly severity: Severity;
  readonly message: (parameters: P) => string;
  /** What to do; a function where it depends on what was found. */
  readonly hint: string | ((parameters: P) => string);
}
