import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import { readAnnotation, readAnnotations } from "./csdl-annotations.ts";
import type { CsdlFacts } from "./csdl-facts.ts";
import { readImports, readOperation, readRoots } from "./csdl-operations.ts";
import type { CsdlNames } from "./csdl-names.ts";
import { guessNames, isSameNames } from "./csdl-names.ts";
import type { SchemaReader } from "./csdl-reader.ts";
import { attribute, declaredName, resolveTarget } from "./csdl-reader.ts";
import { readEnum, readStructured } from "./csdl-types.ts";
import { countUnread, countUnreadFrame } from "./csdl-unread.ts";
import type { XmlElement } from "./xml.ts";
import { elementOrigin, readXml } from "./xml.ts";

/** What was read, and what was wrong with it. */
export interface CsdlResult {
  readonly facts: CsdlFacts;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one CSDL document: a fragment with the part of the metadata that we publish, or all of a service's. */
export function readCsdl(source: SourceText): CsdlResult {
  const guess = guessNames(source.text);
  const { names, ...result } = readWith(source, guess);
  return isSameNames(names, guess) ? result : readWith(source, names);
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
    facts: noFacts(source.file),
    aliases: new Map(),
    definitions: new Map(),
  };
  let reader: SchemaReader | undefined;
  let root: XmlElement | undefined;
  const broken = readXml(source, {
    open: (element) => {
      root ??= element;
      countUnreadFrame(element, facts.passed);
      const { Namespace: namespace = "", Alias: alias } = element.attributes;
      if (element.name === "Include" && alias !== undefined) aliases.set(alias, namespace);
      if (element.name !== "Schema") return false;
      if (namespace === "")
        found.push(
          diagnostic("xml-shape", [elementOrigin(source, element)], {
            problem: "<Schema> has no Namespace",
            remedy: 'write it, as in <Schema Namespace="microsoft.graph">',
          }),
        );
      if (alias !== undefined) aliases.set(alias, namespace);
      reader = {
        source,
        namespace,
        names,
        diagnostics: found,
        annotations: facts.annotations,
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
      countUnread("Schema", element, facts.passed);
    },
  });
  if (broken.length === 0 && root !== undefined && reader === undefined)
    found.push(
      diagnostic("xml-shape", [elementOrigin(source, root)], {
        problem: "there is no <Schema> in this file",
        remedy: 'put the declarations into <Schema Namespace="microsoft.graph">…</Schema>',
      }),
    );
  // A file that breaks off says nothing: what stood before the break is not all that it declares.
  return {
    facts: broken.length === 0 ? facts : noFacts(source.file),
    diagnostics: [...broken, ...found],
    names: broken.length === 0 ? { aliases, definitions } : names,
  };
}

function noFacts(file: string): Collected["facts"] {
  return {
    file,
    types: [],
    actions: [],
    functions: [],
    roots: [],
    annotations: [],
    imports: [],
    typeDefinitions: [],
    passed: new Map(),
  };
}

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
      readAnnotations(reader, element, resolveTarget(reader, attribute(reader, element, "Target").value));
      return;
    case "Annotation":
      readAnnotation(reader, element, reader.namespace);
      return;
    case "TypeDefinition":
      readTypeDefinition(reader, element, facts);
      return;
    default:
    // Counted as read past.
  }
}

function readTypeDefinition(reader: SchemaReader, element: XmlElement, facts: Collected["facts"]): void {
  const name = declaredName(reader, element);
  readAnnotations(reader, element, name.value);
  facts.typeDefinitions.push(name);
}
