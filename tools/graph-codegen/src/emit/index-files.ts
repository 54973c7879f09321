import type { Model } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { printSurfaceHead } from "./head.ts";
import type { OperationModule } from "./operation-file.ts";
import type { GeneratedFile } from "./printer.ts";
import { createPrinter, lineWidth, printList, printNamed } from "./printer.ts";
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
  const parts = names.length <= mostInOneList ? [] : chunk(names, mostInOneList);
  for (const [index, part] of parts.entries()) {
    const declaration = `const part${index + 1}: readonly ${any}[] = `;
    printer.line(`${declaration}${printList(part, "", declaration.length)};`);
    printer.line();
  }
  printer.comment(["Every published operation, by name."]);
  const declaration = `export const operations: readonly ${any}[] = `;
  if (parts.length === 0) printer.line(`${declaration}${printList(names, "", declaration.length)};`);
  else {
    // Marked, because a bundler must otherwise think that the call does something, and keep every operation.
    const others = parts.slice(1).map((_, index) => `part${index + 2}`);
    const call = `${declaration}/* @__PURE__ */ part1.concat(`;
    const single = `${call}${others.join(", ")});`;
    printer.line(
      single.length <= lineWidth ? single : `${call}\n${others.map((part) => `  ${part},\n`).join("")});`,
    );
  }
  return printer.finish(printSurfaceHead(), sources);
}

/** The compiler makes one type of all items of a list, and gives up on a thousand. */
const mostInOneList = 250;

function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Prints `index.ts`: each name, so that a change of the surface is a line of the diff. */
export function printIndexFile(
  types: readonly Omit<TypesModule, "file">[],
  operations: readonly Omit<OperationModule, "file">[],
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
