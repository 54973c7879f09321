import type { Fact, Origin } from "./facts.ts";

/** A reference to a type: `Edm.String`, or a qualified name such as `microsoft.graph.group`. */
export interface TypeUse {
  readonly name: string;
  readonly isCollection: boolean;
}

/** What the sources say, reconciled: the emitters see this and no input format. */
export interface Model {
  readonly version: "beta" | "v1.0";
  /** A chosen surface, or everything that a CSDL declares: thousands of types, laid out in families. */
  readonly scope: "surface" | "whole";
  /** The published types by qualified name, sorted. */
  readonly types: ReadonlyMap<string, TypeDef>;
  /** The published operations, sorted by name. */
  readonly operations: readonly OperationDef[];
}

export type TypeDef = EnumDef | StructuredDef;

interface TypeBase {
  /** Qualified: `microsoft.graph.groupAssignmentTarget`. */
  readonly name: string;
  readonly description: Fact<string> | undefined;
  /** File name of the reference page, without `.md`. */
  readonly page: string | undefined;
  readonly provenance: Provenance;
  readonly origin: Origin;
  /** Why it should not be used any more, and until when it can be. */
  readonly deprecated?: string;
}

export interface EnumDef extends TypeBase {
  readonly kind: "enum";
  readonly members: readonly Fact<string>[];
  /** What sources say of single members, by name. */
  readonly memberDescriptions?: ReadonlyMap<string, Fact<string>>;
  /** The service may send members that are not listed here. */
  readonly isOpen: boolean;
  /** A value is several members, joined by commas. */
  readonly isFlags: boolean;
}

export interface StructuredDef extends TypeBase {
  readonly kind: "entity" | "complex";
  readonly base: string | undefined;
  readonly isAbstract: boolean;
  /** A value may carry properties that no source declares. */
  readonly isOpen?: boolean;
  /** Its own, sorted by name; inherited ones stand at the base. */
  readonly properties: readonly PropertyDef[];
  /** Its own; a reader asks for them with `$expand`. */
  readonly navigation: readonly NavigationDef[];
}

export interface PropertyDef {
  readonly name: string;
  readonly type: TypeUse;
  readonly isNullable: boolean;
  readonly isOptional: boolean;
  readonly isComputed: boolean;
  /** Given when the thing is made and not changed later. */
  readonly isImmutable?: boolean;
  readonly description: Fact<string> | undefined;
  readonly deprecated?: string;
  /** Every place that has a say in it. */
  readonly origins: readonly Origin[];
}

export interface NavigationDef {
  readonly name: string;
  readonly type: TypeUse;
  readonly isContained?: boolean;
  readonly description?: Fact<string> | undefined;
  readonly deprecated?: string;
  readonly origin: Origin;
}

export interface ParameterDef {
  readonly name: string;
  readonly type: TypeUse;
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly description: Fact<string> | undefined;
  readonly origins: readonly Origin[];
}

/** What an operation answers. */
export type ResultDef =
  | { readonly kind: "none" }
  | { readonly kind: "single"; readonly type: TypeUse; readonly origins: readonly Origin[] }
  /** `{ value: … }` around one primitive value. */
  | {
      readonly kind: "value";
      readonly type: TypeUse;
      readonly isNullable?: boolean;
      readonly origins: readonly Origin[];
    }
  /** `{ value: [...] }`; `isPaged` when the rest may follow by `@odata.nextLink`. */
  | {
      readonly kind: "envelope";
      readonly type: TypeUse;
      readonly isPaged: boolean;
      readonly origins: readonly Origin[];
    };

export interface OperationDef {
  readonly name: string;
  readonly method: Fact<"GET" | "POST" | "PATCH" | "PUT" | "DELETE">;
  readonly path: Fact<string>;
  readonly summary: Fact<string> | undefined;
  readonly page: string | undefined;
  readonly pathParameters: readonly ParameterDef[];
  readonly queryParameters: readonly ParameterDef[];
  readonly bodyParameters: readonly ParameterDef[];
  /** Set where the body is an entity, any part of it, and not an object of parameters. */
  readonly body?: BodyDef;
  /** Qualified name of what is at the path, where neither body nor result says it: what a deletion deletes. */
  readonly entity?: string;
  readonly result: ResultDef;
  /** Undefined when the sources say nothing of them, which is not "not supported". */
  readonly permissions:
    | { readonly delegated: PermissionList; readonly application: PermissionList }
    | undefined;
  /** Sent twice it leaves what sent once leaves. Reads are so by themselves and do not say it. */
  readonly isIdempotent: boolean;
  readonly deprecated?: string;
  /** What it is printed with, where neither its action nor its result says it. */
  readonly family?: string;
  /** Set for a bound action, and for a bound function: that one is called by GET. */
  readonly action: { readonly name: string; readonly boundTo: string } | undefined;
  readonly provenance: Provenance;
}

/** An entity that a caller makes or changes. */
export interface BodyDef {
  /** Qualified name. */
  readonly type: string;
  readonly origins: readonly Origin[];
}

export interface PermissionList {
  /** Least privileged first. */
  readonly names: readonly string[];
  readonly origins: readonly Origin[];
}

/** Which sources and rules made a thing, for the head of its file. */
export interface Provenance {
  readonly docs: readonly string[];
  /** File and what of it: `specs/…/intune-shared.xml  graph.groupAssignmentTarget`. */
  readonly csdl: readonly string[];
  readonly openapi: readonly string[];
  /** Overlay files with the rules that they serve. */
  readonly overlays: readonly { readonly file: string; readonly rule: string }[];
  /** Rules that the generator applied by itself. */
  readonly rules: readonly string[];
}
