import type { Fact, Origin } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { SourceText } from "../model/source-text.ts";

/** What one side of a comparison declares, whichever format it came in. */
export interface Contract {
  /** As the command line names it: a folder, a file or `revision:folder`. */
  readonly label: string;
  readonly kind: "specs" | "csdl" | "pages";
  /** The git revision that it is of, when it is of one. */
  readonly revision: string | undefined;
  /** Where the input begins: the place of a thing that it does not have. */
  readonly root: Origin;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly types: ReadonlyMap<string, ContractType>;
  readonly operations: readonly ContractOperation[];
  /** Entity sets, singletons and imports, by name. */
  readonly entryPoints: ReadonlyMap<string, EntryPoint>;
  /** What is declared beside the shape: annotations and facets, by what they are said of. */
  readonly details: ReadonlyMap<string, Detail>;
}

export type ContractType = ContractEnum | ContractStructure;

interface TypeBase {
  readonly name: string;
  readonly origin: Origin;
  readonly description: Fact<string> | undefined;
  readonly deprecated: string | undefined;
}

export interface ContractEnum extends TypeBase {
  readonly kind: "enum";
  readonly members: ReadonlyMap<string, EnumMember>;
  /** Lists `unknownFutureValue`: the service may send more. */
  readonly isOpen: boolean;
  readonly isFlags: boolean;
}

export interface EnumMember {
  readonly name: string;
  readonly origin: Origin;
  /** The number behind the name, where it is declared; it never travels. */
  readonly value: string | undefined;
  readonly description: Fact<string> | undefined;
}

export interface ContractStructure extends TypeBase {
  readonly kind: "entity" | "complex";
  readonly base: string | undefined;
  readonly isAbstract: boolean;
  /** Carries properties that are not declared; undefined where the source does not say. */
  readonly isOpen: boolean | undefined;
  readonly keys: readonly string[] | undefined;
  /** Its own properties and navigation properties. */
  readonly members: ReadonlyMap<string, Member>;
}

export interface Member {
  readonly kind: "property" | "navigation";
  readonly name: string;
  /** The type that declares it. */
  readonly owner: string;
  readonly type: TypeUse;
  /** Undefined where the source does not say. */
  readonly isNullable: boolean | undefined;
  readonly isOptional: boolean | undefined;
  /** Of a navigation property: what it leads to lives below the entity, and nowhere else. */
  readonly isContained: boolean | undefined;
  /** Set by the service; a caller cannot write it. */
  readonly isReadOnly: boolean;
  readonly description: Fact<string> | undefined;
  readonly deprecated: string | undefined;
  readonly origin: Origin;
}

export interface ContractOperation {
  /** What it is called by: the exported name, or `action microsoft.graph.assign(microsoft.graph.x)`. */
  readonly key: string;
  /** What annotations of CSDL call it; empty elsewhere. */
  readonly target: string;
  /** For people: `assignGroupPolicyConfiguration`, `assign(groupPolicyConfiguration)`. */
  readonly title: string;
  readonly kind: "action" | "function" | "read" | "operation";
  readonly method: Fact<string> | undefined;
  /** Undefined where the place in the service follows from the binding. */
  readonly path: Fact<string> | undefined;
  readonly parameters: readonly ContractParameter[];
  /** The entity that is made or changed, where the body is one. */
  readonly body: string | undefined;
  readonly result: ContractResult;
  readonly permissions: Permissions | undefined;
  readonly isIdempotent: boolean | undefined;
  readonly description: Fact<string> | undefined;
  readonly deprecated: string | undefined;
  /** What the page shows: types by the members that its examples have. */
  readonly shown: ReadonlyMap<string, ReadonlyMap<string, Origin>>;
  readonly origin: Origin;
}

export interface ContractParameter {
  readonly name: string;
  readonly place: "path" | "query" | "body" | "arguments";
  readonly type: TypeUse;
  readonly isOptional: boolean;
  readonly isNullable: boolean | undefined;
  readonly description: Fact<string> | undefined;
  readonly origin: Origin;
}

export interface ContractResult {
  /** Undefined when nothing comes back. */
  readonly type: TypeUse | undefined;
  readonly isNullable: boolean | undefined;
  readonly isPaged: boolean | undefined;
  readonly origin: Origin;
}

export interface Permissions {
  /** How the table says that it lists them, where it is a table. */
  readonly order?: Fact<"least-first" | "most-first" | "unsaid">;
  readonly delegated: PermissionNames;
  readonly application: PermissionNames;
}

export interface PermissionNames {
  /** Least privileged first; any one of them is enough. */
  readonly names: readonly string[];
  readonly origin: Origin;
}

export interface EntryPoint {
  readonly kind: "entitySet" | "singleton" | "import";
  readonly name: string;
  /** The entity type, or the operation that an import calls. */
  readonly target: string;
  readonly origin: Origin;
}

/** One thing that is said of a declaration beside its shape. */
export interface Detail {
  /** The declaration that it is said of: `microsoft.graph.group/displayName`. */
  readonly target: string;
  /** An annotation's term, or an attribute: `Org.OData.Core.V1.Description`, `HasStream`. */
  readonly name: string;
  readonly kind: "annotation" | "facet";
  /** In one line, comparable. */
  readonly value: string;
  readonly origin: Origin;
}
