import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { lineText } from "../model/source-text.ts";
import { readMarkdown } from "./markdown.ts";
import type { PageFacts } from "./page.ts";
import { readOperationPage } from "./page.ts";
import type { EnumPage, ResourcePage } from "./resource-page.ts";
import { readEnumPage, readResourcePage } from "./resource-page.ts";

/** A page of Graph's reference. */
export type AnyPage = PageFacts | ResourcePage | EnumPage;

/** Reads a page by what its title says it is; undefined for pages that describe no API, and for those that are refused. */
export function readAnyPage(source: SourceText): {
  readonly page: AnyPage | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const translated = findTranslation(source);
  if (translated !== undefined) {
    const origin = { file: source.file, line: translated.line, column: 1, length: translated.text.length };
    return {
      page: undefined,
      diagnostics: [diagnostic("page-translated", [origin], { mark: translated.mark })],
    };
  }
  const markdown = readMarkdown(source);
  const heading = markdown.blocks.find((block) => block.kind === "heading" && block.level === 1);
  const title = heading?.kind === "heading" ? heading.text : undefined;
  const named = /^(.*?)\s+(resource|enum|complex)(?: type)?$/i.exec(title?.value ?? "");
  const docType = markdown.frontMatter.get("doc_type")?.value ?? "";
  if (title !== undefined && named !== null) {
    const type = fact((named[1] ?? "").replace(/^microsoft\.graph\./, ""), title.origin);
    const isEnum = /enum/i.test(named[2] ?? "");
    const page = isEnum
      ? readEnumPage(source.file, markdown, type, diagnostics)
      : readResourcePage(source.file, markdown, type, diagnostics);
    return { page, diagnostics };
  }
  const describesNothing = !markdown.blocks.some(
    (block) =>
      block.kind === "heading" && /^(http request|prerequisites|permissions)$/i.test(block.text.value),
  );
  if (/^conceptual/i.test(docType) || describesNothing) return { page: undefined, diagnostics };
  return readOperationPage(source, markdown);
}

/** Machine-translated copies change names and tables, so nothing in them can be believed. */
function findTranslation(
  source: SourceText,
): { readonly line: number; readonly text: string; readonly mark: string } | undefined {
  const marks = ["ms.openlocfilehash", "ms.lasthandoff", "data-ttu-id"];
  const mark = marks.find((candidate) => source.text.includes(candidate));
  if (mark === undefined) return undefined;
  const line = source.text.slice(0, source.text.indexOf(mark)).split("\n").length;
  return { line, text: lineText(source, line), mark };
}
