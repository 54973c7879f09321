import type { AnyOperation, GraphVersion } from "./operation.ts";

/** What the specs say about the published types and operations, as data for programs that need it at run time. */
export interface GraphModel {
  readonly version: GraphVersion;
  /** By qualified name without `#`: `microsoft.graph.groupAssignmentTarget`. */
  readonly types: Readonly<Record<string, TypeModel>>;
  /** By operation name: `assignGroupPolicyConfiguration`. */
  readonly operations: Readonly<Record<string, OperationModel>>;
}

/** A type of the metadata. */
export type TypeModel = StructuredTypeModel | EnumTypeModel;

/** An entity or complex type with its own properties; inherited ones stand at the base. */
export interface StructuredTypeModel {
  readonly kind: "entity" | "complex";
  /** Qualified name of the base type, when that type is published too. */
  readonly base?: string;
  /** No value has this type alone. */
  readonly isAbstract?: true;
  readonly properties: Readonly<Record<string, PropertyModel>>;
}

/** An enumeration; its values travel as member names. */
export interface EnumTypeModel {
  readonly kind: "enum";
  readonly members: readonly string[];
  /** The service may send members that are not listed (`unknownFutureValue` is declared). */
  readonly isOpen?: true;
}

/** A property of a structured type. */
export interface PropertyModel extends TypeUse {
  /** `null` is a value. */
  readonly isNullable?: true;
  /** May be left out of a value. */
  readonly isOptional?: true;
  /** Set by the service; ignored when sent. */
  readonly isComputed?: true;
}

/** A reference to a type: `Edm.String` or a qualified name. */
export interface TypeUse {
  readonly type: string;
  readonly isCollection?: true;
}

/** What an operation does with the resource that its path names. */
export type OperationModel = EntityOperationModel | ActionModel | FunctionModel;

/** A read, a creation, a change or a deletion of entities. */
export interface EntityOperationModel {
  readonly kind: "list" | "get" | "create" | "update" | "delete";
  /** Qualified name; of a creation and a change, of what is made and changed. */
  readonly entity: string;
  /** A creation or a change that answers without a body. */
  readonly isSilent?: true;
  /** Name of its reference page: `intune-grouppolicy-grouppolicyconfiguration-update`. */
  readonly page?: string;
}

/** A bound function: called by GET, its arguments stand in the path. */
export interface FunctionModel {
  readonly kind: "function";
  /** The function's name in the metadata. */
  readonly function: string;
  /** Qualified name of the type that the function is bound to. */
  readonly boundTo: string;
  readonly returns?: TypeUse;
}

/** A bound action. */
export interface ActionModel {
  readonly kind: "action";
  /** The action's name in the metadata: `assign`. */
  readonly action: string;
  /** Qualified name of the type that the action is bound to. */
  readonly boundTo: string;
  readonly parameters: Readonly<Record<string, PropertyModel>>;
  /** Absent when the action answers 204. */
  readonly returns?: TypeUse;
  /** Name of its reference page: `intune-grouppolicy-grouppolicyconfiguration-assign`. */
  readonly page?: string;
}

/** A kind of resource whose assignments can be read and replaced. */
export interface AssignableKind {
  /** The resource's name in URLs: `groupPolicyConfigurations`. */
  readonly resource: string;
  /** Name of the path parameter that carries the resource's id, the same in all four operations. */
  readonly key: string;
  /** Name of the body parameter that carries the complete new set. */
  readonly parameter: string;
  readonly list: AnyOperation;
  readonly get: AnyOperation;
  readonly listAssignments: AnyOperation;
  readonly assign: AnyOperation;
}
