import type { Model, StructuredDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { partName, typeNameOf } from "./exported-names.ts";
import { printTypesHead, sourceFiles } from "./head.ts";
import type { Printer } from "./printer.ts";
import { createPrinter, printMember } from "./printer.ts";
import { typeIndex } from "./type-index.ts";
import { moduleOf } from "./type-names.ts";
import type { TypesModule } from "./types-file.ts";
import { printTypeUse } from "./type-use.ts";

/**
 * Prints what the types of a module can be expanded by, in a module of its own: the types of navigation properties reach
 * nearly all of Graph, and a user of the plain types should not have to load them.
 */
export function printNavigationModule(
  model: Model,
  module: string,
  types: readonly StructuredDef[],
): TypesModule {
  const name = navigationModule(model, module);
  const printer = createPrinter(`./${name}.ts`);
  const exports: string[] = [];
  for (const [index, type] of types.entries()) {
    if (index > 0) printer.line();
    exports.push(printNavigation(printer, model, type));
  }
  return {
    name,
    exports: exports.toSorted(byText),
    file: printer.finish(printTypesHead(model, types), sourceFiles(types.map((type) => type.provenance))),
  };
}

function printNavigation(printer: Printer, model: Model, type: StructuredDef): string {
  const name = partName(model, type.name, "navigation");
  const parent = printParent(printer, model, type);
  printer.comment([`What ${typeNameOf(model, type.name)} can be expanded by, with \`$expand\`.`]);
  printer.line(`export interface ${name}${parent} {`, [type.origin]);
  for (const navigation of type.navigation) {
    printer.comment(
      [
        navigation.description?.value ?? "",
        navigation.deprecated === undefined ? "" : `@deprecated ${navigation.deprecated}`,
      ],
      "  ",
      navigation.description === undefined ? [] : [navigation.description.origin],
    );
    const isNullable = !navigation.type.isCollection;
    const use = printTypeUse(printer, model, navigation.type, isNullable);
    printMember(printer, navigation.name, true, use, [navigation.origin]);
  }
  printer.line("}");
  return name;
}

function navigationModule(model: Model, module: string): string {
  const name = `${module}-navigation`;
  return typeIndex(model).typeModules.has(name) ? `${name}-properties` : name;
}

/** `extends BaseNavigation`, without what the type declares again. */
function printParent(printer: Printer, model: Model, type: StructuredDef): string {
  const [base, ...others] = basesWithNavigation(model, type);
  if (base === undefined) return "";
  const own = new Set(type.navigation.map(({ name }) => name));
  const again = [base, ...others]
    .flatMap(({ navigation }) => navigation.map(({ name }) => name))
    .filter((name) => own.has(name));
  const parent = printer.use({
    name: partName(model, base.name, "navigation"),
    from: `./${navigationModule(model, moduleOf(model, base.name))}.ts`,
    isType: true,
  });
  if (again.length === 0) return ` extends ${parent}`;
  const names = [...new Set(again)].map((name) => JSON.stringify(name)).join(" | ");
  return ` extends Omit<${parent}, ${names}>`;
}

function basesWithNavigation(model: Model, type: StructuredDef): readonly StructuredDef[] {
  const found: StructuredDef[] = [];
  const seen = new Set<string>();
  for (let name = type.base; name !== undefined && !seen.has(name);) {
    seen.add(name);
    const base = model.types.get(name);
    if (base === undefined || base.kind === "enum") break;
    if (base.navigation.length > 0) found.push(base);
    name = base.base;
  }
  return found;
}
