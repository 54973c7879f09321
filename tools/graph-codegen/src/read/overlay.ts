import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import type { YamlNode } from "./yaml.ts";
import { readYaml } from "./yaml.ts";
import { createYamlShape } from "./yaml-shape.ts";

/** A value that an overlay can set. */
export type OverlayValue = string | boolean | readonly string[];

/** One correction of ours, with the evidence for it. */
export interface Overlay {
  readonly file: string;
  readonly id: string;
  readonly rule: string;
  /** `operations.assignGroupPolicyConfiguration.permissions.delegated`; `*` stands for part of a name. */
  readonly fact: Fact<string>;
  /** What the sources said when the overlay was written; when they say something else, it is stale. */
  readonly was: Fact<OverlayValue> | undefined;
  readonly is: Fact<OverlayValue>;
  readonly origin: Origin;
}

/** Reads a file of overlays. An overlay without a reason or without evidence is refused. */
export function readOverlays(source: SourceText): {
  readonly overlays: readonly Overlay[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics: malformed } = readYaml(source);
  const diagnostics: Diagnostic[] = [...malformed];
  const shape = createYamlShape(diagnostics);
  const map = shape.map(root, "an overlay file", ["overlays"]);
  const overlays = shape.list(map?.entries.get("overlays")?.node, "overlays").flatMap((node): Overlay[] => {
    const item = shape.map(node, "an overlay", ["id", "rule", "fact", "was", "is", "because", "evidence"]);
    if (item === undefined) return [];
    const id = shape.requiredText(item, "id");
    const rule = shape.requiredText(item, "rule");
    const target = shape.requiredText(item, "fact");
    const because = shape.requiredText(item, "because");
    const evidence = shape.list(item.entries.get("evidence")?.node, "evidence");
    if (evidence.length === 0)
      diagnostics.push(diagnostic("yaml-shape", [item.origin], { problem: "an overlay needs evidence" }));
    for (const entry of evidence) {
      const said = shape.map(entry, "evidence", ["source", "date", "says"]);
      if (said === undefined) continue;
      shape.requiredText(said, "source");
      shape.requiredText(said, "says");
    }
    const was = overlayValue(item.entries.get("was")?.node, diagnostics);
    const is = overlayValue(item.entries.get("is")?.node, diagnostics);
    if (is === undefined)
      diagnostics.push(diagnostic("yaml-shape", [item.origin], { problem: `"is" is missing` }));
    if (
      id === undefined ||
      rule === undefined ||
      target === undefined ||
      because === undefined ||
      is === undefined
    )
      return [];
    return [
      { file: source.file, id: id.value, rule: rule.value, fact: target, was, is, origin: target.origin },
    ];
  });
  return { overlays, diagnostics };
}

function overlayValue(node: YamlNode | undefined, diagnostics: Diagnostic[]): Fact<OverlayValue> | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && (typeof node.value === "string" || typeof node.value === "boolean"))
    return fact(node.value, node.origin);
  if (node.kind === "list") {
    const items = node.items.map((item) =>
      item.kind === "scalar" && typeof item.value === "string" ? item.value : undefined,
    );
    if (!items.includes(undefined))
      return fact(
        items.filter((item) => item !== undefined),
        node.origin,
      );
  }
  diagnostics.push(
    diagnostic("yaml-shape", [node.origin], {
      problem: "an overlay sets text, true, false or a list of texts",
    }),
  );
  return undefined;
}
