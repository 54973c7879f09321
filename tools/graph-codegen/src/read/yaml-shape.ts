import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import { nearestName } from "../model/names.ts";
import type { YamlMap, YamlNode } from "./yaml.ts";

/** Takes values out of a YAML tree and reports, with their place, those that have another shape. */
export interface YamlShape {
  readonly map: (node: YamlNode | undefined, what: string, keys?: readonly string[]) => YamlMap | undefined;
  readonly list: (node: YamlNode | undefined, what: string) => readonly YamlNode[];
  readonly text: (map: YamlMap, key: string) => Fact<string> | undefined;
  readonly requiredText: (map: YamlMap, key: string) => Fact<string> | undefined;
  readonly flag: (map: YamlMap, key: string) => boolean;
}

export function createYamlShape(diagnostics: Diagnostic[]): YamlShape {
  const complain = (node: YamlNode, problem: string): undefined => {
    diagnostics.push(diagnostic("yaml-shape", [node.origin], { problem }));
    return undefined;
  };
  const text = (map: YamlMap, key: string): Fact<string> | undefined => {
    const node = map.entries.get(key)?.node;
    if (node === undefined) return undefined;
    if (node.kind !== "scalar" || node.value === null) return complain(node, `"${key}" must be text`);
    return fact(String(node.value), node.origin);
  };
  return {
    text,
    map: (node, what, keys) => {
      if (node === undefined) return undefined;
      if (node.kind !== "map") return complain(node, `${what} must be a mapping`);
      for (const [name, { key }] of keys === undefined ? [] : node.entries) {
        if (keys?.includes(name) === true) continue;
        const near = nearestName(name, keys ?? []);
        diagnostics.push(
          diagnostic("yaml-shape", [key.origin], {
            problem: `${what} has no key "${name}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
          }),
        );
      }
      return node;
    },
    list: (node, what) => {
      if (node === undefined) return [];
      return node.kind === "list" ? node.items : (complain(node, `${what} must be a list`) ?? []);
    },
    requiredText: (map, key) =>
      map.entries.has(key) ? text(map, key) : complain(map, `"${key}" is missing`),
    flag: (map, key) => {
      const node = map.entries.get(key)?.node;
      return node?.kind === "scalar" && node.value === true;
    },
  };
}
