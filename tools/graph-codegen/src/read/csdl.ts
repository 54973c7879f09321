import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import { readAnnotations } from "./csdl-annotations.ts";
import type { CsdlFacts } from "./csdl-facts.ts";
import { readImports, readOperation, readRoots } from "./csdl-operations.ts";
import type { CsdlNames, SchemaReader } from "./csdl-reader.ts";
import { declaredName, noteUnread, resolveTarget } from "./csdl-reader.ts";
import { readEnum, readStructured } from "./csdl-types.ts";
import type { XmlElement } from "./xml.ts";
import { elementOrigin, readXml } from "./xml.ts";

/** What was read, and what was wrong with it. */
export interface CsdlResult {
  readonly facts: CsdlFacts;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one CSDL document: a fragment with the part of the metadata that we publish, or all of a service's. */
export function readCsdl(source: SourceText): CsdlResult {
  // Aliases and type definitions may stand below their users: they are looked for first. The look sees into comments,
  // too; where that fooled it, the file is read again with the names that it really declares.
  const guess = guessNames(source.text);
  const { names, ...result } = readWith(source, guess);
  return isSame(names, guess) ? result : readWith(source, names);
}

function guessNames(text: string): CsdlNames {
  const schemas = [...text.matchAll(/<Schema\b[^>]*/g)];
  const read = (tag: string, name: string): string | undefined =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"'<&]*)["']`).exec(tag)?.[1];
  const aliases = schemas.flatMap(([tag]) => {
    const alias = read(tag, "Alias");
    return alias === undefined ? [] : [[alias, read(tag, "Namespace") ?? ""] as const];
  });
  const definitions = [...text.matchAll(/<TypeDefinition\b[^>]*/g)].map(({ 0: tag, index }) => {
    const [schema = ""] = schemas.findLast((match) => match.index < index) ?? [];
    return [
      `${read(schema, "Namespace") ?? ""}.${read(tag, "Name") ?? ""}`,
      read(tag, "UnderlyingType") ?? "Edm.String",
    ] as const;
  });
  return { aliases: new Map(aliases), definitions: new Map(definitions) };
}

function isSame(a: CsdlNames, b: CsdlNames): boolean {
  const text = ({ aliases, definitions }: CsdlNames): string =>
    JSON.stringify([[...aliases], [...definitions]]);
  return text(a) === text(b);
}

/** The facts of a document while it is read. */
interface Collected {
  readonly facts: { readonly [Part in keyof CsdlFacts]: Mutable<CsdlFacts[Part]> };
  readonly aliases: Map<string, string>;
  readonly definitions: Map<string, string>;
}

type Mutable<T> =
  T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer Item)[] ? Item[] : T;

function readWith(source: SourceText, names: CsdlNames): CsdlResult & { readonly names: CsdlNames } {
  const found: Diagnostic[] = [];
  const { facts, aliases, definitions }: Collected = {
    facts: {
      file: source.file,
      types: [],
      actions: [],
      functions: [],
      roots: [],
      annotations: [],
      imports: [],
      typeDefinitions: [],
      passed: new Map(),
    },
    aliases: new Map(),
    definitions: new Map(),
  };
  let reader: SchemaReader | undefined;
  let root: XmlElement | undefined;
  const broken = readXml(source, {
    open: (element) => {
      root ??= element;
      if (element.name !== "Schema") return false;
      const { Namespace: namespace = "", Alias: alias } = element.attributes;
      if (namespace === "")
        found.push(
          diagnostic("xml-shape", [elementOrigin(source, element)], { problem: "<Schema> has no Namespace" }),
        );
      if (alias !== undefined) aliases.set(alias, namespace);
      reader = {
        source,
        namespace,
        names,
        diagnostics: found,
        annotations: facts.annotations,
        passed: facts.passed,
      };
      return true;
    },
    child: (element) => {
      if (reader === undefined) return;
      if (element.name === "TypeDefinition")
        definitions.set(
          `${reader.namespace}.${element.attributes["Name"] ?? ""}`,
          element.attributes["UnderlyingType"] ?? "Edm.String",
        );
      readChild(reader, element, facts);
    },
  });
  if (broken.length === 0 && root !== undefined && reader === undefined)
    found.push(
      diagnostic("xml-shape", [elementOrigin(source, root)], {
        problem: "there is no <Schema> in this fragment",
      }),
    );
  // A file that breaks off says nothing: what stood before the break is not all that it declares.
  return {
    facts: broken.length === 0 ? facts : { ...noFacts, file: source.file },
    diagnostics: [...broken, ...found],
    names: broken.length === 0 ? { aliases, definitions } : names,
  };
}

const noFacts: Omit<CsdlFacts, "file"> = {
  types: [],
  actions: [],
  functions: [],
  roots: [],
  annotations: [],
  imports: [],
  typeDefinitions: [],
  passed: new Map(),
};

function readChild(reader: SchemaReader, element: XmlElement, facts: Collected["facts"]): void {
  switch (element.name) {
    case "EnumType":
      facts.types.push(readEnum(reader, element));
      return;
    case "ComplexType":
      facts.types.push(readStructured(reader, element, "complex"));
      return;
    case "EntityType":
      facts.types.push(readStructured(reader, element, "entity"));
      return;
    case "Action":
      facts.actions.push(readOperation(reader, element, "action"));
      return;
    case "Function":
      facts.functions.push(readOperation(reader, element, "function"));
      return;
    case "EntityContainer":
      facts.roots.push(...readRoots(reader, element));
      facts.imports.push(...readImports(reader, element));
      return;
    case "Annotations":
      readAnnotations(reader, element, resolveTarget(reader, element.attributes["Target"] ?? ""));
      return;
    case "TypeDefinition":
      facts.typeDefinitions.push(declaredName(reader, element));
      return;
    default:
      noteUnread(reader, element.name);
  }
}
