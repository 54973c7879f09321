import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { Block, MarkdownPage } from "./markdown.ts";
import type { DocumentedType, Section } from "./page-parts.ts";
import {
  findSection,
  findTables,
  introduction,
  parseDocumentedType,
  plain,
  prose,
  readColumns,
  slugOf,
  splitSections,
} from "./page-parts.ts";

/** What a resource page says of an entity or complex type. */
export interface ResourcePage {
  readonly kind: "resource";
  readonly file: string;
  readonly slug: string;
  /** As the title has it, without the namespace. */
  readonly type: Fact<string>;
  readonly description: Fact<string> | undefined;
  readonly base: Fact<string> | undefined;
  readonly properties: readonly DocumentedProperty[];
  readonly relationships: readonly DocumentedProperty[];
}

export interface DocumentedProperty {
  readonly name: Fact<string>;
  readonly type: Fact<DocumentedType>;
  /** Without what is said apart: where it is inherited from, and the members of its enumeration. */
  readonly description: Fact<string>;
  readonly inheritedFrom: string | undefined;
  readonly isReadOnly: boolean;
  /** Of an enumeration, where the page lists them. */
  readonly possibleValues: readonly string[];
}

/** What a page says of an enumeration. */
export interface EnumPage {
  readonly kind: "enum";
  readonly file: string;
  readonly slug: string;
  readonly type: Fact<string>;
  readonly description: Fact<string> | undefined;
  readonly members: readonly {
    readonly name: Fact<string>;
    readonly value: Fact<string>;
    readonly description: Fact<string>;
  }[];
}

/** Reads a page whose title ends in "resource type". */
export function readResourcePage(
  file: string,
  { blocks }: MarkdownPage,
  type: Fact<string>,
  diagnostics: Diagnostic[],
): ResourcePage {
  const sections = splitSections(blocks);
  const properties = findSection(sections, /^properties$/i);
  if (properties === undefined)
    diagnostics.push(
      diagnostic("page-section-missing", [type.origin], {
        section: "## Properties",
        wants: "table of properties",
      }),
    );
  return {
    kind: "resource",
    file,
    slug: slugOf(file),
    type,
    description: introduction(blocks),
    base: baseOf(blocks),
    properties: readProperties(properties, diagnostics),
    relationships: readProperties(findSection(sections, /^relationships$/i), diagnostics),
  };
}

/** Reads a page whose title ends in "enum type". */
export function readEnumPage(
  file: string,
  { blocks }: MarkdownPage,
  type: Fact<string>,
  diagnostics: Diagnostic[],
): EnumPage {
  const section = findSection(splitSections(blocks), /^members$/i);
  const columns = [memberColumn, /^value/i, /^description/i];
  const tables = section === undefined ? [] : findTables(section, [memberColumn, /^(value|description)/i]);
  if (tables.length === 0)
    diagnostics.push(
      diagnostic("page-section-missing", [section?.origin ?? type.origin], {
        section: "## Members",
        wants: "table of members",
      }),
    );
  const rows = tables.flatMap((table) => readColumns(table, columns, diagnostics));
  const members = rows.flatMap(([name, value, description]) =>
    name === undefined || plain(name.value) === ""
      ? []
      : [
          {
            name: fact(plain(name.value), name.origin),
            // Newer pages leave the numbers out.
            value: value ?? fact("", name.origin),
            description: description ?? fact("", name.origin),
          },
        ],
  );
  return { kind: "enum", file, slug: slugOf(file), type, description: introduction(blocks), members };
}

const memberColumn = /^(member|name|value)/i;

function baseOf(blocks: readonly Block[]): Fact<string> | undefined {
  for (const block of blocks) {
    if (block.kind !== "paragraph") continue;
    const match = /^Inherits from (.+)$/m.exec(block.text.value);
    if (match !== null) return fact(parseDocumentedType(match[1] ?? "").name, block.text.origin);
  }
  return undefined;
}

function readProperties(
  section: Section | undefined,
  diagnostics: Diagnostic[],
): readonly DocumentedProperty[] {
  if (section === undefined) return [];
  const columns = [/^(property|relationship|name)/i, /^type/i, /^description/i];
  const tables = findTables(section, columns);
  if (tables.length === 0 && !saysNone(section))
    diagnostics.push(
      diagnostic("page-section-missing", [section.origin], {
        section: `## ${section.name}`,
        wants: "table of properties",
      }),
    );
  return tables
    .flatMap((table) => readColumns(table, columns, diagnostics))
    .flatMap(([name, type, description]): DocumentedProperty[] => {
      if (name === undefined || type === undefined || plain(name.value) === "") return [];
      const said = description?.value ?? "";
      return [
        {
          name: fact(plain(name.value), name.origin),
          type: fact(parseDocumentedType(type.value), type.origin),
          description: fact(readProse(said), description?.origin ?? name.origin),
          inheritedFrom: /Inherited from \[([^\]]+)\]/.exec(said)?.[1],
          isReadOnly: /\bread-only\b/i.test(said),
          possibleValues: readPossibleValues(said),
        },
      ];
    });
}

/** `None`, or a sentence that there are none. */
function saysNone({ blocks }: Section): boolean {
  return blocks.some((block) => block.kind === "paragraph" && /\b(?:no|none|not)\b/i.test(block.text.value));
}

function readProse(cell: string): string {
  return prose(
    cell
      .replace(/ ?Inherited from \[[^[\]]+\]\([^()]*\)\.?/, "")
      .replace(/ ?(?:The )?possible values(?: are)?:.*$/is, ""),
  );
}

/** `` Possible values are: `a`, `b`. `` and the numeric form `` 0 - `a`, 1 - `b` ``. */
function readPossibleValues(cell: string): readonly string[] {
  const list = /possible values(?: are)?:(.*)$/is.exec(cell)?.[1];
  return list === undefined ? [] : [...list.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}
