import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import type { MarkdownPage } from "./markdown.ts";
import { readMarkdown } from "./markdown.ts";
import type { DocumentedType, Missing, Section } from "./page-parts.ts";
import {
  findSection,
  findTables,
  introduction,
  nearestHeading,
  parseDocumentedType,
  plain,
  prose,
  readColumns,
  reportOpenFences,
  slugOf,
  splitSections,
} from "./page-parts.ts";
import type { DocumentedExample } from "./page-example.ts";
import { readExamples } from "./page-example.ts";
import type { PermissionTable } from "./page-permissions.ts";
import { readPermissions } from "./page-permissions.ts";

/** What a reference page of an operation says; nothing is judged yet. */
export interface PageFacts {
  readonly kind: "operation";
  readonly file: string;
  /** File name without `.md`. */
  readonly slug: string;
  readonly title: Fact<string>;
  readonly description: Fact<string> | undefined;
  readonly permissions: PermissionTable;
  readonly requests: readonly Fact<{ readonly method: string; readonly path: string }>[];
  readonly parameters: readonly DocumentedParameter[];
  readonly response: Fact<{ readonly status: number; readonly returns: DocumentedType | undefined }>;
  readonly examples: readonly DocumentedExample[];
}

/** One row of the table of parameters. */
export interface DocumentedParameter {
  readonly name: Fact<string>;
  readonly type: Fact<DocumentedType>;
  readonly description: Fact<string>;
}

/** Reads the reference page of an operation; what is missing is reported, and the page is then left out. */
export function readOperationPage(
  source: SourceText,
  { blocks, frontMatter }: MarkdownPage = readMarkdown(source),
): { readonly page: PageFacts | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const start: Origin = { file: source.file, line: 1, column: 1, length: 1 };
  const sections = splitSections(blocks);
  const missing = (
    section: string,
    wants: string,
    at: Origin | undefined = nearestHeading(blocks, section),
  ): undefined => {
    diagnostics.push(diagnostic("page-section-missing", [at ?? start], { section, wants }));
    return undefined;
  };

  const title = blocks.find((block) => block.kind === "heading" && block.level === 1);
  const permissions = readPermissions(blocks, sections, missing, diagnostics);
  const requests = readRequests(sections, missing, diagnostics);
  const parameters = readParameters(sections, requests, missing, diagnostics);
  const response = readResponse(sections, missing);
  const examples = readExamples(
    sections.flatMap(({ name, blocks: inside }) => (/^examples?\b/i.test(name) ? inside : [])),
    diagnostics,
  );
  reportOpenFences(blocks, start, diagnostics);
  if (title?.kind !== "heading") missing("#", "title");
  if (
    title?.kind !== "heading" ||
    permissions === undefined ||
    requests === undefined ||
    parameters === undefined ||
    response === undefined
  )
    return { page: undefined, diagnostics };
  const said = introduction(blocks) ?? frontMatter.get("description");
  const description = said === undefined ? undefined : fact(prose(said.value), said.origin);
  return {
    page: {
      kind: "operation",
      file: source.file,
      slug: slugOf(source.file),
      title: title.text,
      description,
      permissions,
      requests,
      parameters,
      response,
      examples,
    },
    diagnostics,
  };
}

function readRequests(
  sections: readonly Section[],
  missing: Missing,
  diagnostics: Diagnostic[],
): PageFacts["requests"] | undefined {
  const section = findSection(sections, /^http request$/i);
  const lines = (section?.blocks ?? [])
    .flatMap((block) => (block.kind === "fence" ? block.lines : []))
    .filter((line) => line.value.trim() !== "");
  if (lines.length === 0) return missing("## HTTP Request", "request line", section?.origin);
  const requests: Fact<{ method: string; path: string }>[] = [];
  for (const line of lines) {
    const match = /^([A-Z]+) +(?:https:\/\/graph\.microsoft\.com\/(?:beta|v1\.0|v1)(?=\/))?(\/\S.*)$/.exec(
      line.value.replaceAll(/[\t\u00A0]/g, " ").trim(),
    );
    if (match !== null) requests.push(fact({ method: match[1] ?? "", path: match[2] ?? "" }, line.origin));
    else
      diagnostics.push(
        diagnostic("page-unreadable", [line.origin], {
          problem: `"${line.value.trim()}" is not a method and a path`,
          remedy: "write a line as in `GET /deviceManagement/managedDevices`, or delete this one",
        }),
      );
  }
  return requests.length === 0 ? undefined : requests;
}

function readParameters(
  sections: readonly Section[],
  requests: PageFacts["requests"] | undefined,
  missing: Missing,
  diagnostics: Diagnostic[],
): readonly DocumentedParameter[] | undefined {
  const section = findSection(sections, /^request body$/i);
  const hasNoBody = requests?.every(({ value }) => value.method === "GET" || value.method === "DELETE");
  const columns = [/^(property|parameter|name)/i, /^type/i, /^description/i];
  // The arguments of a function stand in its URL; outside of Intune they have a section of their own.
  const tables = [findSection(sections, /^function parameters$/i), section].flatMap((each) =>
    each === undefined ? [] : findTables(each, columns),
  );
  if (tables.length === 0) {
    if (section === undefined) return hasNoBody === true ? [] : missing("## Request body", "section");
    return saysNoTable(section) ? [] : missing("## Request body", "table of parameters", section.origin);
  }
  return tables
    .flatMap((table) => readColumns(table, columns, diagnostics))
    .flatMap(([name, type, description]) => {
      if (name === undefined || plain(name.value) === "") return [];
      if (type === undefined) {
        diagnostics.push(diagnostic("page-type-missing", [name.origin], { name: plain(name.value) }));
        return [];
      }
      return [
        {
          name: fact(plain(name.value), name.origin),
          type: fact(parseDocumentedType(type.value), type.origin),
          description: fact(prose(description?.value ?? ""), description?.origin ?? name.origin),
        },
      ];
    });
}

/** The body is empty, or it is an object whose own page lists its properties. */
function saysNoTable({ blocks }: Section): boolean {
  return blocks.some(
    (block) =>
      block.kind === "paragraph" &&
      (/\b(?:do not|don't|no)\b/i.test(block.text.value)
        ? /\b(?:supply|request body)/i.test(block.text.value)
        : /JSON representation of/i.test(block.text.value)),
  );
}

function readResponse(sections: readonly Section[], missing: Missing): PageFacts["response"] | undefined {
  const section = findSection(sections, /^response$/i);
  const paragraph = section?.blocks.find(
    (block) => block.kind === "paragraph" && /`\d{3}/.test(block.text.value),
  );
  if (paragraph?.kind !== "paragraph") return missing("## Response", "response code", section?.origin);
  const code = /`(\d{3})[^`]*`/.exec(paragraph.text.value);
  const status = Number(code?.[1] ?? "0");
  const rest = paragraph.text.value.slice((code?.index ?? 0) + (code?.[0].length ?? 0));
  const named =
    /\[[^\]]+\]\([^)]*\)(\s+collection)?|\b(String|Boolean|Int32|Int64|Stream|Guid)(\s+collection)?\b(?=\s+(?:object|collection|in the response))/.exec(
      rest,
    );
  const { origin } = paragraph.text;
  const returns = named === null ? undefined : parseDocumentedType(named[0]);
  // Both are written: "an [x] collection" and "a collection of [x] objects".
  const isMany = named !== null && /\bcollection of(?: an?)? *$/i.test(rest.slice(0, named.index));
  return fact(
    { status, returns: returns === undefined || !isMany ? returns : { ...returns, isCollection: true } },
    { ...origin, column: (code?.index ?? 0) + 1, length: code?.[0].length ?? 1 },
  );
}
