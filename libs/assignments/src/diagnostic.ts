/** A place in a file, both counted from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a desired state, or with names given on a command line. */
export type DiagnosticCode =
  | "yaml"
  | "csv"
  | "wrong-type"
  | "unknown-key"
  | "duplicate-key"
  | "missing-key"
  | "invalid-id"
  | "reserved-name"
  | "alias"
  | "unknown-group"
  | "ambiguous-group"
  | "group-name-differs"
  | "unknown-filter"
  | "ambiguous-filter"
  | "filter-name-differs"
  | "unknown-configuration"
  | "ambiguous-configuration"
  | "configuration-name-differs"
  | "duplicate-configuration"
  | "duplicate-target"
  | "include-and-exclude";

/** Something that a person can fix. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** What is wrong, in lower case without a full stop. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Absent for what came from a command line. */
  readonly position?: SourcePosition;
}

/** `windows.yaml:9:12  unknown-group  no group is named "Kisok"`; without the place when there is none. */
export function formatDiagnostic({ code, message, position }: Diagnostic): string {
  const place = position === undefined ? [] : [formatPosition(position)];
  return [...place, code, message].join("  ");
}

/** `file:line:column`, as editors and terminals link it. */
export function formatPosition({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

/** In the order of the files; what has no place keeps its own. */
export function byPosition(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [left.position, right.position];
  if (a === undefined || b === undefined || a.file !== b.file) return 0;
  return a.line - b.line || a.column - b.column;
}
