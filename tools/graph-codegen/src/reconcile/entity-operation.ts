import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { BodyDef, OperationDef, ResultDef, TypeUse } from "../model/ir.ts";
import { camelCase, pascalCase, shortName } from "../model/names.ts";
import type { PageFacts } from "../read/page.ts";
import type { Reconciling } from "./context.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { withBases } from "./path.ts";
import { distinctVariables } from "./path-variables.ts";
import { normalizeTemplate, pathParameters } from "./path-parameters.ts";
import { queryOptions } from "./query-options.ts";
import { formatTypeUse } from "./type-use.ts";

/** What an operation does with the entities at its path. */
export type EntityVerb = "list" | "get" | "create" | "update" | "delete";

type Request = PageFacts["requests"][number];

/** What a request does, by its method and by what its path leads to; nothing for a request that OData does not have. */
export function entityVerb(
  { value: { method } }: Request,
  { isCollection }: TypeUse,
): EntityVerb | undefined {
  switch (method) {
    case "GET":
      return isCollection ? "list" : "get";
    case "POST":
      return isCollection ? "create" : undefined;
    case "PATCH":
      return isCollection ? undefined : "update";
    case "DELETE":
      return isCollection ? undefined : "delete";
    default:
      return undefined;
  }
}

const methods = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" } as const;

/** The part of an operation on entities that the path and the page's response decide. */
export type EntityOperation = Pick<
  OperationDef,
  | "name"
  | "method"
  | "path"
  | "pathParameters"
  | "queryParameters"
  | "bodyParameters"
  | "body"
  | "entity"
  | "result"
  | "action"
>;

/**
 * Makes a read, a creation, a change or a deletion from its page; the metadata says what is at the path.
 *
 * A page may be about a type that is derived from the one at the path: then that is what is made or changed, but a read
 * can answer any type of the hierarchy, whatever the page says.
 */
export function reconcileEntityOperation(
  context: Reconciling,
  page: PageFacts,
  request: Request,
  target: TypeUse,
  verb: EntityVerb,
): EntityOperation {
  const type = documentedEntity(context, page, request, target, verb);
  const hasBody = verb === "create" || verb === "update";
  const path = distinctVariables(
    normalizeTemplate(request.value.path),
    new Set(hasBody ? propertyNames(context, type) : []),
  );
  return {
    name: entityOperationName(verb, path, type),
    method: fact(methods[verb], request.origin),
    path: fact(path, request.origin),
    pathParameters: pathParameters(path, request.origin),
    queryParameters:
      verb === "list" || verb === "get"
        ? queryOptions(context.table, [target.name], verb === "list", request.origin)
        : [],
    bodyParameters: [],
    ...bodyOf(verb, type, request.origin),
    result: resultOf(page, target, type, verb),
    entity: target.name,
    action: undefined,
  };
}

/** The properties of a type, inherited ones too. */
export function propertyNames({ table }: Reconciling, type: string): readonly string[] {
  return withBases(type, table).flatMap((name) => {
    const declared = table.get(name)?.csdl;
    return declared === undefined || declared.kind === "enum"
      ? []
      : declared.properties.map((property) => property.name.value);
  });
}

function bodyOf(verb: EntityVerb, type: string, origin: Origin): { readonly body?: BodyDef } {
  return verb === "create" || verb === "update" ? { body: { type, origins: [origin] } } : {};
}

/** `listMobileApps`, `getMobileApp`, `createAndroidLobApp`. */
export function entityOperationName(verb: EntityVerb, path: string, type: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !segment.startsWith("{"));
  const last = camelCase(segments.at(-1) ?? "");
  return verb + pascalCase(verb === "list" ? last : shortName(type));
}

function resultOf(page: PageFacts, target: TypeUse, type: string, verb: EntityVerb): ResultDef {
  const origins = [page.response.origin];
  switch (verb) {
    case "list":
      return {
        kind: "envelope",
        type: { name: target.name, isCollection: false },
        isPaged: true,
        origins,
      };
    case "get":
      return { kind: "single", type: { name: target.name, isCollection: false }, origins };
    case "create":
      return { kind: "single", type: { name: type, isCollection: false }, origins };
    case "update":
      return page.response.value.status === 204
        ? { kind: "none" }
        : { kind: "single", type: { name: type, isCollection: false }, origins };
    case "delete":
      return { kind: "none" };
    default:
      return verb satisfies never;
  }
}

/** The type that the page is about: the one at the path, or one derived from it. */
function documentedEntity(
  context: Reconciling,
  page: PageFacts,
  request: Request,
  target: TypeUse,
  verb: EntityVerb,
): string {
  const { returns, status } = page.response.value;
  if (verb === "delete" || verb === "list" || verb === "get") {
    if (returns !== undefined && verb !== "delete") agree(context, page, request, target, verb);
    return target.name;
  }
  if (status === 204 || returns === undefined) return titled(context, page, target) ?? target.name;
  return agree(context, page, request, target, verb);
}

/** Of "Update mobileApp" or "Create androidLobApp" the type, when it can stand at the path. */
function titled(context: Reconciling, page: PageFacts, target: TypeUse): string | undefined {
  const name = page.title.value.split(" ")[1] ?? "";
  const found = context.table.named(name);
  return found !== undefined && withBases(found, context.table).includes(target.name) ? found : undefined;
}

function agree(
  context: Reconciling,
  page: PageFacts,
  request: Request,
  target: TypeUse,
  verb: EntityVerb,
): string {
  const { returns } = page.response.value;
  if (returns === undefined) return target.name;
  const documented = documentedTypeUse(context, returns);
  const isKin =
    withBases(documented.name, context.table).includes(target.name) ||
    withBases(target.name, context.table).includes(documented.name);
  const wantsMany = verb === "list";
  if (!isKin || documented.isCollection !== wantsMany)
    context.diagnostics.push(
      diagnostic("facts-disagree", [page.response.origin, request.origin], {
        fact: `the result of "${page.title.value}"`,
        says: [
          `docs: ${formatTypeUse(documented)}`,
          `csdl: ${formatTypeUse({ ...target, isCollection: wantsMany })}`,
        ],
      }),
    );
  return isKin && withBases(documented.name, context.table).includes(target.name)
    ? documented.name
    : target.name;
}
