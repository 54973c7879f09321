import type { Model, StructuredDef } from "../model/ir.ts";
import { printHead, sourceFiles } from "./head.ts";
import { createPrinter, printMember } from "./printer.ts";
import { moduleName, typeName } from "./type-index.ts";
import type { TypesModule } from "./types-file.ts";
import { printTypeUse } from "./types-file.ts";

/**
 * Prints what a type can be expanded by, in a module of its own: the types of navigation properties reach nearly all of
 * Graph, and a user of the plain type should not have to load them.
 */
export function printNavigationModule(model: Model, type: StructuredDef): TypesModule {
  const module = navigationModule(type);
  const printer = createPrinter(`./${module}.ts`);
  const name = `${typeName(type.name)}Navigation`;
  const base = nearestBase(model, type);
  const parent =
    base === undefined
      ? ""
      : ` extends ${printer.use({ name: `${typeName(base.name)}Navigation`, from: `./${navigationModule(base)}.ts`, isType: true })}`;
  printer.comment([`What a {@link ${typeName(type.name)}} can be expanded by, with \`$expand\`.`]);
  printer.line(`export interface ${name}${parent} {`, [type.origin]);
  for (const navigation of type.navigation) {
    const isNullable = !navigation.type.isCollection;
    const type = printTypeUse(printer, model, navigation.type, isNullable);
    printMember(printer, navigation.name, true, type, [navigation.origin]);
  }
  printer.line("}");
  return {
    name: module,
    exports: [name],
    file: printer.finish(printHead([type.provenance]), sourceFiles([type.provenance])),
  };
}

function navigationModule(type: StructuredDef): string {
  return `${moduleName(type.name)}-navigation`;
}

function nearestBase(model: Model, type: StructuredDef): StructuredDef | undefined {
  const seen = new Set<string>();
  for (let name = type.base; name !== undefined && !seen.has(name);) {
    seen.add(name);
    const base = model.types.get(name);
    if (base === undefined || base.kind === "enum") return undefined;
    if (base.navigation.length > 0) return base;
    name = base.base;
  }
  return undefined;
}
