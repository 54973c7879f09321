import type { Model } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { printSurfaceHead } from "./head.ts";
import type { OperationModule } from "./operation-file.ts";
import type { GeneratedFile } from "./printer.ts";
import { createPrinter, printList, printNamed } from "./printer.ts";
import { operationModule } from "./type-names.ts";
import type { TypesModule } from "./types-file.ts";

/** Prints `operations.ts`: every operation in one list, for routers and permission checks. */
export function printOperationsFile(model: Model, sources: readonly string[]): GeneratedFile {
  const printer = createPrinter();
  const any = printer.use({ name: "AnyOperation", from: "@intunectl/graph-core", isType: true });
  const names = model.operations.map((operation) =>
    printer.use({
      name: operation.name,
      from: `./${operationModule(model, operation)}.ts`,
      isType: false,
    }),
  );
  const declaration = `export const operations: readonly ${any}[] = `;
  printer.comment(["Every published operation, by name."]);
  printer.line(`${declaration}${printList(names, "", declaration.length)};`);
  return printer.finish(printSurfaceHead(), sources);
}

/** Prints `index.ts`: each name, so that a change of the surface is a line of the diff. */
export function printIndexFile(
  types: readonly TypesModule[],
  operations: readonly OperationModule[],
  sources: readonly string[],
  constants: readonly { readonly name: string; readonly from: string }[],
): GeneratedFile {
  const printer = createPrinter();
  const lines = [
    ...constants.map(({ name, from }) => ({ from, text: printNamed("export", [name], from) })),
    ...types
      .filter((module) => module.exports.length > 0)
      .map((module) => ({
        from: `./${module.name}.ts`,
        text: printNamed("export type", module.exports, `./${module.name}.ts`),
      })),
    ...operations.map((module) => {
      const from = `./${module.name}.ts`;
      return {
        from,
        text: [
          ...printNamed("export type", module.types.toSorted(byText), from),
          ...printNamed("export", module.operations.toSorted(byText), from),
        ],
      };
    }),
  ];
  for (const { text } of lines.toSorted((a, b) => byText(a.from, b.from)))
    for (const line of text) printer.line(line);
  return printer.finish(printSurfaceHead(), sources);
}
