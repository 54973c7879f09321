import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import { nearestName } from "../model/names.ts";
import type { SourceText } from "../model/source-text.ts";
import type { Block } from "./markdown.ts";
import { readMarkdown } from "./markdown.ts";
import type { DocumentedExample } from "./page-example.ts";
import { readExamples } from "./page-example.ts";

/** A type as a page writes it: `String`, `[group](…) collection`. */
export interface DocumentedType {
  readonly name: string;
  readonly isCollection: boolean;
  /** File name of the linked resource page, without `.md`. */
  readonly page: string | undefined;
}

/** What a reference page of an operation says; nothing is judged yet. */
export interface PageFacts {
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
  readonly rows: readonly { readonly label: Fact<string>; readonly cell: Fact<string> }[];
}

/** Reads one reference page; what is missing is reported, and the page is then left out. */
export function readPage(source: SourceText): {
  readonly page: PageFacts | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const { blocks, frontMatter } = readMarkdown(source);
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
  const permissions = readPermissions(sections, missing);
  const requests = readRequests(sections, missing, diagnostics);
  const parameters = readParameters(sections, missing, diagnostics);
  const response = readResponse(sections, missing);
  const examples = readExamples(
    sections.find((section) => /^examples?$/i.test(section.name))?.blocks ?? [],
    diagnostics,
  );
  for (const block of blocks) {
    if (block.kind === "fence" && !block.isClosed)
      diagnostics.push(
        diagnostic("page-unreadable", [block.lines[0]?.origin ?? start], {
          problem: "this code block is not closed",
        }),
      );
  }
  if (title?.kind !== "heading") missing("#", "title");
  if (
    title?.kind !== "heading" ||
    permissions === undefined ||
    requests === undefined ||
    parameters === undefined ||
    response === undefined
  )
    return { page: undefined, diagnostics };
  const slug = source.file.slice(source.file.lastIndexOf("/") + 1).replace(/\.md$/, "");
  const description = introduction(blocks) ?? frontMatter.get("description");
  return {
    page: {
      file: source.file,
      slug,
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

/** The text of a page's part below a heading of level 2. */
export interface Section {
  readonly name: string;
  readonly origin: Origin;
  readonly blocks: readonly Block[];
}

function splitSections(blocks: readonly Block[]): readonly Section[] {
  const sections: { name: string; origin: Origin; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2)
      sections.push({ name: block.text.value, origin: block.text.origin, blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

/** Where a missing section is looked for first: at a heading that is nearly its name, else at the title. */
function nearestHeading(blocks: readonly Block[], section: string): Origin | undefined {
  const headings = blocks.flatMap((block) => (block.kind === "heading" ? [block] : []));
  const near = nearestName(
    section.replace(/^#+ /, ""),
    headings.map(({ text }) => text.value),
  );
  return (headings.find(({ text }) => text.value === near) ?? headings[0])?.text.origin;
}

type Missing = (section: string, wants: string, at?: Origin) => undefined;

function readPermissions(sections: readonly Section[], missing: Missing): PermissionTable | undefined {
  const section = sections.find(({ name }) => /^(prerequisites|permissions)$/i.test(name));
  if (section === undefined) return missing("## Prerequisites", "permission table");
  const table = section.blocks.find(
    (block) => block.kind === "table" && /^permission/i.test(plain(block.header[0]?.value ?? "")),
  );
  const column = table?.kind === "table" ? table.header[1] : undefined;
  if (table?.kind !== "table" || column === undefined)
    return missing(`## ${section.name}`, "permission table", section.origin);
  const order = /most to least/i.test(column.value)
    ? "most-first"
    : /least to most/i.test(column.value)
      ? "least-first"
      : "unsaid";
  const rows = table.rows.flatMap(({ cells, whole }) => {
    const label = cells[0];
    return label === undefined
      ? []
      : [{ label: fact(plain(label.value), label.origin), cell: cells[1] ?? fact("", whole.origin) }];
  });
  return { order: fact(order, column.origin), rows };
}

function readRequests(
  sections: readonly Section[],
  missing: Missing,
  diagnostics: Diagnostic[],
): PageFacts["requests"] | undefined {
  const section = sections.find(({ name }) => /^http request$/i.test(name));
  const lines = (section?.blocks ?? [])
    .flatMap((block) => (block.kind === "fence" ? block.lines : []))
    .filter((line) => line.value.trim() !== "");
  if (lines.length === 0) return missing("## HTTP Request", "request line", section?.origin);
  const requests: Fact<{ method: string; path: string }>[] = [];
  for (const line of lines) {
    const match = /^\s*([A-Z]+)\s+(\/\S+)\s*$/.exec(line.value);
    if (match === null)
      diagnostics.push(
        diagnostic("page-unreadable", [line.origin], {
          problem: `"${line.value.trim()}" is not a method and a path`,
        }),
      );
    else requests.push(fact({ method: match[1] ?? "", path: match[2] ?? "" }, line.origin));
  }
  return requests.length === 0 ? undefined : requests;
}

function readParameters(
  sections: readonly Section[],
  missing: Missing,
  diagnostics: Diagnostic[],
): readonly DocumentedParameter[] | undefined {
  const section = sections.find(({ name }) => /^request body$/i.test(name));
  if (section === undefined) return missing("## Request body", "section");
  const table = section.blocks.find((block) => block.kind === "table");
  if (table?.kind !== "table") {
    const isEmpty = section.blocks.some(
      (block) => block.kind === "paragraph" && /do not supply a request body/i.test(block.text.value),
    );
    return isEmpty ? [] : missing("## Request body", "table of parameters", section.origin);
  }
  return table.rows.flatMap(({ cells, whole }) => {
    const [name, type, description] = cells;
    if (name === undefined || type === undefined || cells.length !== table.header.length) {
      diagnostics.push(
        diagnostic("page-table-malformed", [whole.origin], { wants: table.header.length, has: cells.length }),
      );
      return [];
    }
    return [
      {
        name: fact(plain(name.value), name.origin),
        type: fact(parseDocumentedType(type.value), type.origin),
        description: description ?? fact("", whole.origin),
      },
    ];
  });
}

function readResponse(sections: readonly Section[], missing: Missing): PageFacts["response"] | undefined {
  const section = sections.find(({ name }) => /^response$/i.test(name));
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
  return fact(
    { status, returns: named === null ? undefined : parseDocumentedType(named[0]) },
    { ...origin, column: (code?.index ?? 0) + 1, length: code?.[0].length ?? 1 },
  );
}

/** The paragraph under the title that is neither a callout nor the namespace. */
function introduction(blocks: readonly Block[]): Fact<string> | undefined {
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) return undefined;
    if (block.kind === "paragraph" && !/^(>|Namespace:|\[!INCLUDE)/.test(block.text.value)) return block.text;
  }
  return undefined;
}

function parseDocumentedType(cell: string): DocumentedType {
  const text = cell.trim();
  const link = /\[([^\]]+)\]\(([^)]*)\)/.exec(text);
  const page = link === null ? undefined : /([^/]+)\.md/.exec(link[2] ?? "")?.[1];
  const isCollection =
    /\bcollection\b/i.test(link === null ? text : text.slice(link.index + link[0].length)) ||
    text.startsWith("Collection(");
  const name = (link?.[1] ?? text)
    .replace(/\bcollection\b/i, "")
    .replace(/^Collection\((.*)\)$/, "$1")
    .trim();
  return { name, isCollection, page };
}

/** A cell's text without links, emphasis, entities and non-breaking spaces. */
export function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[*`]/g, "")
    .replaceAll("\\|", "|")
    .trim();
}
