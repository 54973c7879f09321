import type { Model, StructuredDef, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { printEnum } from "./enum.ts";
import { printTypesHead, sourceFiles } from "./head.ts";
import { printBody, printBodyUnion } from "./body-type.ts";
import { printInput, printInputUnion } from "./input-type.ts";
import type { GeneratedFile } from "./printer.ts";
import { createPrinter } from "./printer.ts";
import { hasBase, printBase, printInterface, printUnion } from "./structured.ts";
import { isPolymorphic } from "./type-names.ts";

/** One generated module of types and the names that it exports. */
export interface TypesModule {
  readonly name: string;
  readonly exports: readonly string[];
  readonly file: GeneratedFile;
}

/** How the rest of the library uses types. */
export interface TypeUsage {
  /** Types that a property, a parameter or a result has. */
  readonly held: ReadonlySet<string>;
  /** Entities that a caller writes. */
  readonly written: ReadonlySet<string>;
  /** Entities that are the body of an operation. */
  readonly bodies: ReadonlySet<string>;
}

/** Prints the types that live in one module: enums first, then structured types, then the unions of a hierarchy. */
export function printTypesModule(
  model: Model,
  name: string,
  types: readonly TypeDef[],
  use: TypeUsage,
): TypesModule {
  const printer = createPrinter(`./${name}.ts`);
  const exports: string[] = [];
  let isFirst = true;
  const block = (print: () => string): void => {
    if (!isFirst) printer.line();
    isFirst = false;
    const exported = print();
    if (exported !== "") exports.push(exported);
  };
  const structured: StructuredDef[] = [];
  for (const type of types)
    if (type.kind === "enum") block(() => printEnum(printer, model, type));
    else structured.push(type);
  for (const type of structured) if (hasBase(model, type)) block(() => printBase(printer, model, type));
  for (const type of structured) if (isValue(model, type)) block(() => printInterface(printer, model, type));
  for (const type of structured)
    if (isPolymorphic(model, type) && isUnionWanted(model, type, use))
      block(() => printUnion(printer, model, type));
  for (const type of structured)
    if (use.written.has(type.name)) {
      if (isValue(model, type)) block(() => printInput(printer, model, type));
      if (isPolymorphic(model, type)) block(() => printInputUnion(printer, model, type));
    }
  for (const type of structured)
    if (use.bodies.has(type.name)) {
      if (isValue(model, type)) block(() => printBody(printer, model, type));
      if (isPolymorphic(model, type)) block(() => printBodyUnion(printer, model, type));
    }
  return {
    name,
    exports: exports.toSorted(byText),
    file: printer.finish(printTypesHead(model, types), sourceFiles(types.map((type) => type.provenance))),
  };
}

/** A value can have this very type; an abstract one that nothing derives from stands for what is not declared. */
function isValue(model: Model, type: StructuredDef): boolean {
  return !type.isAbstract || !isPolymorphic(model, type);
}

/** A whole library has a name for every type; a union is all that an abstract one is. */
function isUnionWanted(model: Model, type: StructuredDef, use: TypeUsage): boolean {
  return use.held.has(type.name) || (model.scope === "whole" && type.isAbstract);
}
