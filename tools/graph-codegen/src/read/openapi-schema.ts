import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { YamlMap, YamlNode } from "./yaml.ts";
import type { YamlShape } from "./yaml-shape.ts";

/** A schema of a fragment, by the qualified name that the metadata would use. */
export interface OpenApiSchema {
  readonly name: Fact<string>;
  readonly description: Fact<string> | undefined;
  /** Set for an enumeration. */
  readonly members: readonly Fact<string>[] | undefined;
  readonly properties: readonly OpenApiProperty[];
}

export interface OpenApiProperty {
  readonly name: Fact<string>;
  readonly type: Fact<TypeUse>;
  readonly isNullable: boolean;
  readonly isReadOnly: boolean;
  readonly description: Fact<string> | undefined;
}

/** Reads `components.schemas`. */
export function readSchemas(
  document: YamlMap | undefined,
  shape: YamlShape,
  diagnostics: Diagnostic[],
): readonly OpenApiSchema[] {
  const components = shape.map(document?.entries.get("components")?.node, "components");
  const schemas = shape.map(components?.entries.get("schemas")?.node, "schemas");
  return [...(schemas?.entries.values() ?? [])].flatMap(({ key, node }): OpenApiSchema[] => {
    const map = shape.map(node, "a schema");
    if (map === undefined) return [];
    const members = map.entries.get("enum")?.node;
    const properties = [
      ...(shape.map(map.entries.get("properties")?.node, "properties")?.entries.values() ?? []),
    ].flatMap((entry): OpenApiProperty[] => {
      const type = typeOfSchema(entry.node, diagnostics);
      const property = entry.node.kind === "map" ? entry.node : undefined;
      if (type === undefined || property === undefined) return [];
      return [
        {
          name: entry.key,
          type,
          isNullable: shape.flag(property, "nullable"),
          isReadOnly: shape.flag(property, "readOnly"),
          description: shape.text(property, "description"),
        },
      ];
    });
    return [
      {
        name: key,
        description: shape.text(map, "description"),
        members:
          members === undefined
            ? undefined
            : shape
                .list(members, "enum")
                .map((item) => fact(item.kind === "scalar" ? String(item.value) : "", item.origin)),
        properties,
      },
    ];
  });
}

const primitives: Readonly<Record<string, string>> = {
  string: "Edm.String",
  "string/date-time": "Edm.DateTimeOffset",
  "string/date": "Edm.Date",
  "string/duration": "Edm.Duration",
  "string/uuid": "Edm.Guid",
  "string/uri": "Edm.String",
  boolean: "Edm.Boolean",
  integer: "Edm.Int32",
  "integer/int32": "Edm.Int32",
  "integer/int64": "Edm.Int64",
  number: "Edm.Double",
  "number/double": "Edm.Double",
  "number/float": "Edm.Single",
};

/** The type that a schema stands for: a primitive, a `$ref`, or an array of either. */
export function typeOfSchema(
  node: YamlNode | undefined,
  diagnostics: Diagnostic[],
): Fact<TypeUse> | undefined {
  if (node?.kind !== "map") return undefined;
  const reference = scalarText(node, "$ref");
  if (reference !== undefined)
    return fact({ name: reference.slice(reference.lastIndexOf("/") + 1), isCollection: false }, node.origin);
  const type = scalarText(node, "type");
  if (type === "array") {
    const items = typeOfSchema(node.entries.get("items")?.node, diagnostics);
    return items === undefined
      ? undefined
      : fact({ name: items.value.name, isCollection: true }, items.origin);
  }
  const format = scalarText(node, "format");
  const name =
    primitives[format === undefined ? (type ?? "") : `${type}/${format}`] ?? primitives[type ?? ""];
  if (name === undefined) {
    diagnostics.push(
      diagnostic("openapi-unsupported", [node.origin], { what: `a schema of type "${type ?? "(none)"}"` }),
    );
    return undefined;
  }
  return fact({ name, isCollection: false }, node.origin);
}

function scalarText(map: YamlMap, key: string): string | undefined {
  const node = map.entries.get(key)?.node;
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}
