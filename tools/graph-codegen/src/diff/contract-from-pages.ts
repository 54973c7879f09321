import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import type { TypeUse } from "../model/ir.ts";
import { readAnyPage } from "../read/any-page.ts";
import type { DocumentedType } from "../read/page-parts.ts";
import type { PageFacts } from "../read/page.ts";
import { placeInBody } from "../read/page-example.ts";
import type { DocumentedProperty, EnumPage, ResourcePage } from "../read/resource-page.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { permissionTable } from "../reconcile/rules/R003-permissions.ts";
import { normalizeTemplate, pathParameters } from "../reconcile/path-parameters.ts";
import { placeholderProse } from "../reconcile/rules/R006-placeholder-prose.ts";
import type { Contract, ContractOperation, ContractParameter, ContractType, Member } from "./contract.ts";

/** The contract of reference pages alone: what they say, without the metadata that would complete it. */
export function contractFromPages(
  label: string,
  files: readonly SourceText[],
): { readonly contract: Contract; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const types = new Map<string, ContractType>();
  const operations: ContractOperation[] = [];
  for (const source of files) {
    const read = readAnyPage(source);
    diagnostics.push(...read.diagnostics);
    const { page } = read;
    if (page === undefined) continue;
    if (page.kind === "operation") operations.push(toOperation(page, diagnostics));
    else types.set(qualify(page.type.value), page.kind === "enum" ? toEnum(page) : toStructure(page));
  }
  return {
    contract: {
      label,
      kind: "pages",
      revision: undefined,
      root: { file: files[0]?.file ?? label, line: 1, column: 1, length: 1 },
      sources: new Map(files.map((source) => [source.file, source])),
      types,
      operations,
      entryPoints: new Map(),
      details: new Map(),
    },
    diagnostics,
  };
}

function qualify(name: string): string {
  return `microsoft.graph.${hashPrefix.typeName(name).replace(/^microsoft\.graph\./, "")}`;
}

const primitives =
  /^(Binary|Boolean|Byte|Date|DateTimeOffset|Decimal|Double|Duration|Guid|GUID|Int16|Int32|Int64|Single|Stream|String|TimeOfDay)$/;

function toTypeUse({ name, isCollection }: DocumentedType): TypeUse {
  const isPrimitive = primitives.test(name);
  return { name: isPrimitive ? `Edm.${name === "GUID" ? "Guid" : name}` : qualify(name), isCollection };
}

function said(text: Fact<string> | undefined): Fact<string> | undefined {
  return text === undefined || placeholderProse.isEmpty(text.value) ? undefined : text;
}

function toEnum(page: EnumPage): ContractType {
  return {
    kind: "enum",
    name: qualify(page.type.value),
    origin: page.type.origin,
    description: said(page.description),
    deprecated: undefined,
    isFlags: false,
    isOpen: page.members.some(({ name }) => name.value === "unknownFutureValue"),
    members: new Map(
      page.members.map(({ name, value, description }) => [
        name.value,
        {
          name: name.value,
          origin: name.origin,
          value: value.value === "" ? undefined : value.value,
          description: said(description),
        },
      ]),
    ),
  };
}

function toStructure(page: ResourcePage): ContractType {
  const name = qualify(page.type.value);
  // An inherited property stands on its own type's page, too; where that page is not at hand, this is the only place.
  const members = [
    ...page.properties.map((property) => toMember(property, "property", name)),
    ...page.relationships.map((property) => toMember(property, "navigation", name)),
  ];
  return {
    kind: "entity",
    name,
    origin: page.type.origin,
    description: said(page.description),
    deprecated: undefined,
    base: page.base === undefined ? undefined : qualify(page.base.value),
    isAbstract: false,
    isOpen: undefined,
    keys: undefined,
    members: new Map(members.map((member) => [member.name, member])),
  };
}

function toMember(property: DocumentedProperty, kind: Member["kind"], owner: string): Member {
  return {
    kind,
    name: property.name.value,
    owner,
    type: toTypeUse(property.type.value),
    isNullable: undefined,
    isOptional: undefined,
    isContained: undefined,
    isReadOnly: property.isReadOnly,
    description: said(property.description),
    deprecated: undefined,
    origin: property.name.origin,
  };
}

function toOperation(page: PageFacts, diagnostics: Diagnostic[]): ContractOperation {
  const permissions = permissionTable.read(page.permissions, diagnostics);
  const [request] = page.requests;
  const origin = request?.origin ?? page.title.origin;
  const path = request?.value.path ?? "";
  const { returns, status } = page.response.value;
  return {
    key: page.slug,
    target: "",
    title: titleOf(path) || page.slug,
    kind: "operation",
    method: request === undefined ? undefined : fact(request.value.method, origin),
    path: request === undefined ? undefined : fact(normalizeTemplate(path), origin),
    parameters: [
      ...pathParameters(path, origin).map((parameter): ContractParameter => ({
        ...parameter,
        place: "path",
        origin,
      })),
      ...page.parameters.map((parameter): ContractParameter => ({
        name: parameter.name.value,
        place: "body",
        type: toTypeUse(parameter.type.value),
        isOptional: /\boptional\b/i.test(parameter.description.value),
        isNullable: undefined,
        description: said(parameter.description),
        origin: parameter.name.origin,
      })),
    ],
    body: undefined,
    result: {
      type: status === 204 || returns === undefined ? undefined : toTypeUse(returns),
      isNullable: undefined,
      isPaged: undefined,
      origin: page.response.origin,
    },
    permissions: {
      order: page.permissions.order,
      delegated: permissions.delegated,
      application: permissions.application,
    },
    isIdempotent: undefined,
    description: said(page.description),
    deprecated: undefined,
    shown: shownIn(page),
    origin,
  };
}

/** `groupPolicyConfigurations/assign`: the last two names of the path. */
function titleOf(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && !segment.startsWith("{"))
    .slice(-2)
    .join("/");
}

/** The types that the examples show, each with the members that they give it; without a type, the body itself. */
function shownIn(page: PageFacts): ReadonlyMap<string, ReadonlyMap<string, Origin>> {
  const shown = new Map<string, Map<string, Origin>>();
  for (const { body } of page.examples) {
    if (body === undefined) continue;
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) for (const item of value) visit(item);
      else if (typeof value === "object" && value !== null) {
        const type = Object.entries(value).find(([name]) => name === "@odata.type")?.[1];
        const place = typeof type === "string" ? placeInBody(body, type) : undefined;
        const known =
          typeof type === "string" ? (shown.get(hashPrefix.typeName(type)) ?? new Map()) : new Map();
        if (typeof type === "string" && place !== undefined) {
          shown.set(hashPrefix.typeName(type), known);
          known.set("", known.get("") ?? place);
        }
        for (const [name, inner] of Object.entries(value)) {
          const origin = placeInBody(body, name);
          if (name !== "@odata.type" && origin !== undefined && !known.has(name)) known.set(name, origin);
          visit(inner);
        }
      }
    };
    visit(body.value);
  }
  return shown;
}
