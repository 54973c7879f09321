import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { originAt } from "../model/source-text.ts";

/** A YAML node with its place. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly origin: Origin;
  readonly entries: ReadonlyMap<string, { readonly key: Fact<string>; readonly node: YamlNode }>;
}

export interface YamlList {
  readonly kind: "list";
  readonly origin: Origin;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly origin: Origin;
  readonly value: string | number | boolean | null;
}

/** Reads YAML 1.2 with unique keys. Aliases are refused: a short file must not become a large one. */
export function readYaml(source: SourceText): {
  readonly root: YamlNode | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  try {
    return readDocument(source);
  } catch (cause) {
    // The parser descends by calls, and so do we: a few thousand levels end the stack, and no fragment has ten.
    if (!(cause instanceof RangeError)) throw cause;
    const problem = "it nests too deep";
    return {
      root: undefined,
      diagnostics: [diagnostic("yaml-malformed", [originAt(source, 0)], { problem })],
    };
  }
}

function readDocument(source: SourceText): ReturnType<typeof readYaml> {
  const document = parseDocument(source.text, { uniqueKeys: true, prettyErrors: false, strict: true });
  const diagnostics: Diagnostic[] = document.errors.map((error) =>
    diagnostic("yaml-malformed", [originAt(source, error.pos[0], Math.max(1, error.pos[1] - error.pos[0]))], {
      problem: error.message.split("\n")[0] ?? "",
    }),
  );
  if (diagnostics.length > 0) return { root: undefined, diagnostics };
  const root = convert(source, document.contents, diagnostics);
  return { root: diagnostics.length > 0 ? undefined : root, diagnostics };
}

function convert(source: SourceText, node: unknown, diagnostics: Diagnostic[]): YamlNode {
  const origin = nodeOrigin(source, node);
  if (isMap(node)) {
    const entries = new Map<string, { key: Fact<string>; node: YamlNode }>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      entries.set(key, {
        key: fact(key, nodeOrigin(source, pair.key)),
        node: convert(source, pair.value, diagnostics),
      });
    }
    return { kind: "map", origin, entries };
  }
  if (isSeq(node))
    return { kind: "list", origin, items: node.items.map((item) => convert(source, item, diagnostics)) };
  if (isAlias(node))
    diagnostics.push(
      diagnostic("yaml-shape", [origin], { problem: "aliases (*name) are not read; write the value out" }),
    );
  const value: unknown = isScalar(node) ? node.value : null;
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return { kind: "scalar", origin, value: isPlain ? value : null };
}

function nodeOrigin(source: SourceText, node: unknown): Origin {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
  const [start, end] = range ?? [0, 1];
  const firstLine = source.text.slice(start, end).split("\n")[0] ?? "";
  return originAt(source, start, Math.max(1, firstLine.length));
}
