import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { lineText } from "../model/source-text.ts";
import type { Block } from "./markdown.ts";
import { readMarkdown } from "./markdown.ts";
import { annotatedType, reportOpenFences } from "./page-parts.ts";
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
  const start: Origin = { file: source.file, line: 1, column: 1, length: 1 };
  const docType = markdown.frontMatter.get("doc_type")?.value ?? "";
  const kind = kindOf(title?.value ?? "", docType, markdown.blocks);
  if (kind !== undefined) {
    reportOpenFences(markdown.blocks, title?.origin ?? start, diagnostics);
    const annotated = annotatedType(markdown.blocks);
    const isTitled = /\s(?:resource|enum|complex)(?: type)?$/i.test(title?.value ?? "");
    const said = title === undefined || !isTitled ? (annotated ?? title) : title;
    if (said === undefined) {
      diagnostics.push(diagnostic("page-section-missing", [start], { section: "#", wants: "title" }));
      return { page: undefined, diagnostics };
    }
    const type = fact(typeName(said.value), said.origin);
    const page =
      kind === "enum"
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

/** By the title; where that says nothing, by the front matter (with its slips) or by what is annotated. */
function kindOf(title: string, docType: string, blocks: readonly Block[]): "resource" | "enum" | undefined {
  const said = /\s(resource|enum|complex)(?: type)?$/i.exec(title)?.[1];
  if (said !== undefined) return /enum/i.test(said) ? "enum" : "resource";
  const has = (name: RegExp): boolean =>
    blocks.some((block) => block.kind === "heading" && name.test(block.text.value));
  if (has(/^http request$/i)) return undefined;
  if (/^enum/i.test(docType) && has(/^members$/i)) return "enum";
  return (/^resource/i.test(docType) || annotatedType(blocks) !== undefined) && has(/^properties$/i)
    ? "resource"
    : undefined;
}

/** `microsoft.graph.user resource type` -> `user`. */
function typeName(said: string): string {
  return said
    .replace(/\s(?:resource|enum|complex)(?: type)?$/i, "")
    .replace(/^microsoft\.graph\./, "")
    .trim();
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
