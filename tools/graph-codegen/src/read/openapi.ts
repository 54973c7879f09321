import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { SourceText } from "../model/source-text.ts";
import type { OpenApiSchema } from "./openapi-schema.ts";
import { readSchemas, typeOfSchema } from "./openapi-schema.ts";
import type { YamlMap, YamlNode } from "./yaml.ts";
import { readYaml } from "./yaml.ts";
import type { YamlShape } from "./yaml-shape.ts";
import { createYamlShape } from "./yaml-shape.ts";

/** What an OpenAPI fragment says. */
export interface OpenApiFacts {
  readonly file: string;
  readonly operations: readonly OpenApiOperation[];
  readonly schemas: readonly OpenApiSchema[];
}

export interface OpenApiOperation {
  readonly file: string;
  readonly id: Fact<string>;
  readonly method: string;
  readonly path: Fact<string>;
  readonly summary: Fact<string> | undefined;
  readonly parameters: readonly OpenApiParameter[];
  /** Undefined when it answers without a body. */
  readonly response:
    | { readonly isEnvelope: boolean; readonly isPaged: boolean; readonly type: Fact<TypeUse> }
    | undefined;
  /** Undefined when the document does not say; two empty lists say that nobody is let in. */
  readonly permissions:
    | { readonly delegated: readonly Fact<string>[]; readonly application: readonly Fact<string>[] }
    | undefined;
}

export interface OpenApiParameter {
  readonly name: Fact<string>;
  readonly in: "path" | "query";
  readonly type: TypeUse;
  readonly description: Fact<string> | undefined;
}

const methods = ["get", "post", "patch", "put", "delete"];

/** Reads one OpenAPI 3 fragment: reads of entities and collections, as our tools need them. */
export function readOpenApi(source: SourceText): {
  readonly facts: OpenApiFacts;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics: malformed } = readYaml(source);
  const diagnostics: Diagnostic[] = [...malformed];
  const shape = createYamlShape(diagnostics);
  const document = shape.map(root, "an OpenAPI document");
  const operations: OpenApiOperation[] = [];
  for (const { key: path, node } of shape
    .map(document?.entries.get("paths")?.node, "paths")
    ?.entries.values() ?? []) {
    for (const [method, entry] of shape.map(node, "a path")?.entries ?? []) {
      const reader: Reader = { source, document, shape, diagnostics };
      const map = methods.includes(method) ? shape.map(entry.node, "an operation") : undefined;
      if (map === undefined)
        diagnostics.push(
          diagnostic("openapi-unsupported", [entry.key.origin], { what: `"${method}" below a path` }),
        );
      else operations.push(...readOperation(reader, path, method.toUpperCase(), map));
    }
  }
  const schemas = readSchemas(document, shape, diagnostics);
  return { facts: { file: source.file, operations, schemas }, diagnostics };
}

interface Reader {
  readonly source: SourceText;
  readonly document: YamlMap | undefined;
  readonly shape: YamlShape;
  readonly diagnostics: Diagnostic[];
}

function readOperation(
  reader: Reader,
  path: Fact<string>,
  method: string,
  map: YamlMap,
): readonly OpenApiOperation[] {
  const { shape } = reader;
  const id = shape.requiredText(map, "operationId");
  const body = map.entries.get("requestBody");
  if (body !== undefined)
    unsupported(reader, body.key.origin, "a request body; actions are read from their reference page");
  const parameters = shape
    .list(map.entries.get("parameters")?.node, "parameters")
    .flatMap((node) => readParameter(reader, node));
  if (id === undefined) return [];
  return [
    {
      file: reader.source.file,
      id,
      method,
      path,
      summary: shape.text(map, "summary"),
      parameters,
      response: readResponse(reader, map),
      permissions: readSecurity(reader, map),
    },
  ];
}

function readParameter(reader: Reader, node: YamlNode): readonly OpenApiParameter[] {
  const { shape } = reader;
  const map = follow(reader, shape.map(node, "a parameter"));
  const name = map === undefined ? undefined : shape.requiredText(map, "name");
  const place = map === undefined ? undefined : shape.requiredText(map, "in");
  if (map === undefined || name === undefined || place === undefined) return [];
  if (place.value !== "path" && place.value !== "query") {
    unsupported(reader, place.origin, `a parameter in "${place.value}"`);
    return [];
  }
  const type = typeOfSchema(map.entries.get("schema")?.node, reader.diagnostics);
  return type === undefined
    ? []
    : [{ name, in: place.value, type: type.value, description: shape.text(map, "description") }];
}

function readResponse(reader: Reader, map: YamlMap): OpenApiOperation["response"] {
  const { shape } = reader;
  const responses = shape.map(map.entries.get("responses")?.node, "responses");
  const good = shape.map(
    [...(responses?.entries ?? [])].find(([status]) => /^2(\d\d|XX)$/.test(status))?.[1].node,
    "a response",
  );
  const content = shape.map(good?.entries.get("content")?.node, "content");
  const schema = shape.map(
    shape.map(content?.entries.get("application/json")?.node, "a media type")?.entries.get("schema")?.node,
    "a schema",
  );
  if (schema === undefined) return undefined;
  const properties = shape.map(schema.entries.get("properties")?.node, "properties");
  const value = properties?.entries.get("value")?.node;
  const type = typeOfSchema(value ?? schema, reader.diagnostics);
  if (type === undefined) return undefined;
  const isPaged = properties?.entries.has("@odata.nextLink") === true;
  return {
    isEnvelope: value !== undefined,
    isPaged,
    type: fact(
      { name: type.value.name, isCollection: value === undefined && type.value.isCollection },
      type.origin,
    ),
  };
}

/** Each entry of `security` is an alternative; Graph's order is least privileged first. */
function readSecurity(reader: Reader, map: YamlMap): OpenApiOperation["permissions"] {
  if (!map.entries.has("security")) return undefined;
  const scopes = (scheme: string): readonly Fact<string>[] =>
    reader.shape
      .list(map.entries.get("security")?.node, "security")
      .flatMap((node) =>
        reader.shape
          .list(
            reader.shape
              .map(node, "a security requirement", ["delegated", "application"])
              ?.entries.get(scheme)?.node,
            scheme,
          )
          .map((scope) => fact(scope.kind === "scalar" ? String(scope.value) : "", scope.origin)),
      );
  return { delegated: scopes("delegated"), application: scopes("application") };
}

/** Follows a `$ref` inside the fragment. */
function follow(reader: Reader, map: YamlMap | undefined): YamlMap | undefined {
  const reference = map === undefined ? undefined : reader.shape.text(map, "$ref");
  if (map === undefined || reference === undefined) return map;
  let node: YamlNode | undefined = reader.document;
  for (const step of reference.value.replace(/^#\//, "").split("/"))
    node = node?.kind === "map" ? node.entries.get(step)?.node : undefined;
  if (node?.kind === "map" && reference.value.startsWith("#/")) return node;
  unsupported(reader, reference.origin, `"${reference.value}" is not in this fragment`);
  return undefined;
}

function unsupported(reader: Reader, origin: Origin, what: string): void {
  reader.diagnostics.push(diagnostic("openapi-unsupported", [origin], { what }));
}
