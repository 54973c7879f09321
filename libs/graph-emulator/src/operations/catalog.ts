import type { AnyOperation, OperationModel } from "@intunectl/graph-core";
import type { Surface } from "../options.ts";
import { isKindOf } from "./types.ts";

/** What the surface says about paths and operations, looked up once. */
export interface Catalog {
  /** What an operation does: as the metadata says or, where it is silent, as its method and path say. */
  modelOf(operation: AnyOperation): OperationModel | undefined;
  /** Qualified type of the entities of a collection, by its template. */
  entityTypeOf(template: string): string | undefined;
  /** Whether a template is that of a collection: something has a key in it, or lists it. */
  isCollection(template: string): boolean;
  /** Whether some operation reads the entities of a collection. */
  isRead(template: string): boolean;
  /** The path of the collection of a type that stands at the top, such as `groups`. */
  topCollectionOf(type: string): string | undefined;
}

/** A path without the names of its variables: `deviceManagement/groupPolicyConfigurations/{}`. */
export function toTemplate(path: string): string {
  return path.slice(1).replaceAll(/\{[^}]*\}/g, "{}");
}

/** Reads the surface. */
export function createCatalog({ operations, model }: Surface): Catalog {
  const declared = (operation: AnyOperation): OperationModel | undefined =>
    Object.hasOwn(model.operations, operation.name) ? model.operations[operation.name] : undefined;
  const types = new Map<string, string>();
  const read = new Set<string>();
  const collections = new Set<string>();
  /** What several operations have in common, where they name a type and one that is derived from it. */
  const note = (collection: string, entity: string): void => {
    const known = types.get(collection);
    if (known === undefined || isKindOf(model, known, entity)) types.set(collection, entity);
  };
  for (const operation of operations) {
    const template = toTemplate(operation.path);
    const collection = toCollection(template);
    const what = declared(operation);
    if (what?.kind === "action" || what?.kind === "function")
      note(toCollection(toParent(template)), what.boundTo);
    else if (what !== undefined) note(collection, what.entity);
    if (what?.kind === "list" || what?.kind === "get") read.add(collection);
    if (what?.kind === "list" || what?.kind === "create") collections.add(template);
    for (const match of template.matchAll(/\/\{\}/g)) collections.add(template.slice(0, match.index));
  }
  const infer = (operation: AnyOperation): OperationModel | undefined => {
    const template = toTemplate(operation.path);
    const entity = types.get(toCollection(template));
    if (entity === undefined) return undefined;
    const isItem = template.endsWith("{}");
    switch (operation.method) {
      case "GET":
        return { kind: isItem ? "get" : "list", entity };
      case "POST":
        return isItem ? undefined : { kind: "create", entity };
      case "PATCH":
      case "PUT":
        return isItem ? { kind: "update", entity } : undefined;
      case "DELETE":
        return isItem ? { kind: "delete", entity } : undefined;
      default:
        return operation.method satisfies never;
    }
  };
  const models = new Map(
    operations.map((operation) => [operation, declared(operation) ?? infer(operation)] as const),
  );
  return {
    modelOf: (operation) => models.get(operation),
    entityTypeOf: (template) => types.get(template),
    isCollection: (template) => collections.has(template),
    isRead: (template) => read.has(template),
    topCollectionOf: (type) =>
      [...types].find(([template, entity]) => entity === type && !template.includes("{}"))?.[0],
  };
}

function toCollection(template: string): string {
  return template.endsWith("/{}") ? toParent(template) : template;
}

function toParent(template: string): string {
  return template.slice(0, Math.max(0, template.lastIndexOf("/")));
}
