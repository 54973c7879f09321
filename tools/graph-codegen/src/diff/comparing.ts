import type { Origin } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import { factName } from "../reconcile/type-use.ts";
import type { Change, Position, Severity } from "./change.ts";
import type { ChangeCode } from "./codes.ts";
import type { Contract, Member } from "./contract.ts";
import type { Positions } from "./positions.ts";

/** What the parts of one comparison share. */
export interface Comparing {
  readonly old: Contract;
  readonly new: Contract;
  /** Where callers met a type before the change: who did not use it cannot be broken by it. */
  readonly positions: Positions;
  /** New names of types by their old ones. */
  readonly renamedTypes: ReadonlyMap<string, string>;
  readonly oldMembers: (name: string) => ReadonlyMap<string, Member>;
  readonly newMembers: (name: string) => ReadonlyMap<string, Member>;
  readonly report: (change: ReportedChange) => void;
}

/** A change as its finder tells it. */
export interface ReportedChange {
  readonly code: ChangeCode;
  readonly severity: Severity;
  readonly subject: string;
  readonly positions?: readonly Position[];
  readonly message: string;
  readonly because: string;
  readonly before?: string;
  readonly after?: string;
  readonly confidence?: number;
  readonly old: Origin;
  readonly new: Origin;
}

export function toChange(reported: ReportedChange): Change {
  const { code, severity, subject, positions = [], message, because, before, after, confidence } = reported;
  return {
    code,
    severity,
    subject,
    positions,
    message,
    because,
    before,
    after,
    ...(confidence === undefined ? {} : { confidence }),
    origins: { old: reported.old, new: reported.new },
  };
}

/** The type as it would be called on the new side. */
export function renamed(context: Comparing, use: TypeUse): TypeUse {
  return { name: context.renamedTypes.get(use.name) ?? use.name, isCollection: use.isCollection };
}

/** `group`, `Collection(group)`, `String`: a type for people. */
export function showUse(use: TypeUse): string {
  const name = use.name.startsWith("Edm.") ? use.name.slice("Edm.".length) : factName(use.name);
  return use.isCollection ? `a collection of ${name}` : name;
}

/** The same as code, for a message: a changelog then knows which words are names. */
export function quoteUse(use: TypeUse): string {
  const quoted = `\`${showUse({ ...use, isCollection: false })}\``;
  return use.isCollection ? `a collection of ${quoted}` : quoted;
}

export function has(positions: readonly Position[], ...wanted: readonly Position[]): boolean {
  return wanted.some((position) => positions.includes(position));
}
