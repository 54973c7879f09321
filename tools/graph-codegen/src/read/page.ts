import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import type { Block, MarkdownPage } from "./markdown.ts";
import { readMarkdown } from "./markdown.ts";
import type { DocumentedType, Section, Table } from "./page-parts.ts";
import {
  findInclude,
  findSection,
  findTable,
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

/** The permission table as it stands. */
export interface PermissionTable {
  readonly order: Fact<"least-first" | "most-first" | "unsaid">;
  /** In the newer form a row has two cells: the least privileged permission, and higher ones. */
  readonly rows: readonly {
    readonly label: Fact<string>;
    readonly cells: readonly [Fact<string>, ...Fact<string>[]];
  }[];
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

type Missing = (section: string, wants: string, at?: Origin) => undefined;

function readPermissions(
  blocks: readonly Block[],
  sections: readonly Section[],
  missing: Missing,
  diagnostics: Diagnostic[],
): PermissionTable | undefined {
  const section = findSection(sections, /^(prerequisites|permissions)\b/i);
  const tables = (section?.blocks ?? blocks).filter(isPermissionTable);
  const [table, ...others] = tables;
  const include = findInclude(section);
  if (table === undefined && include !== undefined) {
    diagnostics.push(diagnostic("page-include", [include.origin], { path: include.value }));
    return { order: fact("unsaid", include.origin), rows: [] };
  }
  const [, column, higher] = table?.header ?? [];
  if (table === undefined || column === undefined)
    return missing(`## ${section?.name ?? "Prerequisites"}`, "permission table", section?.origin);
  if (section === undefined)
    diagnostics.push(
      diagnostic("page-unreadable", [column.origin], {
        problem: `this permission table has no heading "## Prerequisites" or "## Permissions"`,
      }),
    );
  if (others.length > 0)
    diagnostics.push(
      diagnostic(
        "page-permission-tables",
        tables.flatMap(({ header }) => header.slice(0, 1).map(({ origin }) => origin)),
        { count: tables.length },
      ),
    );
  const rows = table.rows.flatMap(({ cells, whole }) => {
    const [label, first, second] = cells;
    if (label === undefined) return [];
    const cell = first ?? fact("", whole.origin);
    return [
      {
        label: fact(plain(label.value), label.origin),
        cells: [cell, ...(higher === undefined || second === undefined ? [] : [second])] as const,
      },
    ];
  });
  return { order: fact(orderOf(column.value, higher?.value), column.origin), rows };
}

function isPermissionTable(block: Block): block is Table {
  return block.kind === "table" && /^permission/i.test(plain(block.header[0]?.value ?? ""));
}

/** Columns of 2019 to 2021 say their order; the newer form has the least privileged permission in a column of its own. */
function orderOf(column: string, higher: string | undefined): "least-first" | "most-first" | "unsaid" {
  if (/most to least/i.test(column)) return "most-first";
  return /least to most/i.test(column) || higher !== undefined ? "least-first" : "unsaid";
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
  if (section === undefined) return hasNoBody === true ? [] : missing("## Request body", "section");
  const table = findTable(section);
  if (table === undefined)
    return saysNoTable(section) ? [] : missing("## Request body", "table of parameters", section.origin);
  const columns = [/^(property|parameter|name)/i, /^type/i, /^description/i];
  return readColumns(table, columns, diagnostics).flatMap(([name, type, description]) => {
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
