import type { Fact, Origin } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";

/** What a CSDL fragment declares. Names are qualified; aliases are resolved. */
export interface CsdlFacts {
  readonly file: string;
  readonly types: readonly CsdlType[];
  readonly actions: readonly CsdlAction[];
  readonly functions: readonly CsdlAction[];
  /** Singletons and entity sets: the first segments of a path. */
  readonly roots: readonly CsdlRoot[];
  readonly annotations: readonly CsdlAnnotation[];
  /** Actions and functions that are called by themselves. */
  readonly imports: readonly CsdlImport[];
  /** Names for primitive types; uses of them are already resolved. */
  readonly typeDefinitions: readonly Fact<string>[];
  /** What was read past, by name: the element `Term`, the attribute `Property Unicode`. */
  readonly passed: ReadonlyMap<string, number>;
}

export interface CsdlImport {
  readonly name: Fact<string>;
  /** Qualified name of the action or function. */
  readonly operation: string;
}

export type CsdlType = CsdlEnum | CsdlStructured;

export interface CsdlEnum {
  readonly kind: "enum";
  readonly name: Fact<string>;
  readonly members: readonly Fact<string>[];
  readonly isFlags: boolean;
}

export interface CsdlStructured {
  readonly kind: "entity" | "complex";
  readonly name: Fact<string>;
  readonly base: Fact<string> | undefined;
  readonly isAbstract: boolean;
  readonly isOpen: boolean;
  readonly keys: readonly string[];
  readonly properties: readonly CsdlProperty[];
  readonly navigation: readonly CsdlNavigation[];
}

export interface CsdlProperty {
  readonly name: Fact<string>;
  readonly type: Fact<TypeUse>;
  /** CSDL's default is that `null` is a value. */
  readonly nullable: Fact<boolean>;
}

export interface CsdlNavigation {
  readonly name: Fact<string>;
  readonly type: Fact<TypeUse>;
  readonly isContained: boolean;
}

/** An action, or a function: they differ in how they are called, not in what is declared. */
export interface CsdlAction {
  readonly kind: "action" | "function";
  readonly namespace: string;
  readonly name: Fact<string>;
  /** What annotations call it: `microsoft.graph.cancel(microsoft.graph.event,Edm.String)`. */
  readonly target: string;
  readonly isBound: boolean;
  /** The first parameter of a bound action is the binding one, whatever its name. */
  readonly parameters: readonly CsdlParameter[];
  readonly returns: Fact<TypeUse> | undefined;
  readonly isNullableResult: boolean;
}

export interface CsdlParameter {
  readonly name: Fact<string>;
  readonly type: Fact<TypeUse>;
  readonly nullable: Fact<boolean>;
  readonly isOptional: boolean;
}

export interface CsdlRoot {
  readonly kind: "singleton" | "entitySet";
  readonly name: Fact<string>;
  /** What annotations call it: `microsoft.graph.GraphService/users`. */
  readonly target: string;
  readonly type: TypeUse;
}

/** `<Annotations Target="…">` or an annotation inside the element that it is about. */
export interface CsdlAnnotation {
  /** `microsoft.graph.group/displayName` or `microsoft.graph.group`. */
  readonly target: string;
  readonly term: string;
  readonly value: string;
  readonly origin: Origin;
}
