import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import { nearestName, shortName } from "../model/names.ts";
import type { AnyPage } from "../read/any-page.ts";
import type { CsdlFacts, CsdlStructured } from "../read/csdl-facts.ts";
import type { DocumentedProperty, EnumPage, ResourcePage } from "../read/resource-page.ts";
import type { Reconciling } from "./context.ts";
import { createDecisions } from "./decisions.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { compareOperationPage, findUndocumented } from "./operations-against-csdl.ts";
import { withBases } from "./path.ts";
import { formatTypeUse } from "./type-use.ts";
import { createTypeTable } from "./type-table.ts";

/** Where a set of pages and the metadata say different things. */
export function compareDocsWithCsdl(
  pages: readonly AnyPage[],
  csdl: readonly CsdlFacts[],
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const context: Reconciling = {
    facts: {
      surface: { version: "beta", entries: [] },
      pages: new Map(),
      types: new Map(),
      csdl,
      openapi: [],
      overlays: [],
    },
    table: createTypeTable(csdl, [], diagnostics),
    decisions: createDecisions([], diagnostics),
    diagnostics,
    pageByType: new Map(),
  };
  const names = new Map<string, string>();
  for (const name of context.table.names()) {
    // A few names stand in several namespaces; pages mean the one that nearly all types are in.
    if (!names.has(shortName(name)) || name.startsWith("microsoft.graph."))
      names.set(shortName(name), preferred(names.get(shortName(name)), name));
  }
  const documented = new Set<string>();
  const listed = new Map<string, Listed>();
  for (const page of pages) {
    if (page.kind === "operation") {
      documented.add(compareOperationPage(context, page) ?? "");
      continue;
    }
    const name = names.get(page.type.value);
    if (name === undefined)
      diagnostics.push(unknownType(page.type, nearestName(page.type.value, names.keys())));
    else if (page.kind === "resource") compareResource(context, page, name, listed);
    else compareEnum(context, page, name);
  }
  for (const [name, entry] of listed) diagnostics.push(...findMissing(context, name, entry));
  if (pages.some(({ kind }) => kind === "operation")) {
    const resources = new Set(
      pages.flatMap((page) => (page.kind === "resource" ? [names.get(page.type.value) ?? ""] : [])),
    );
    diagnostics.push(...findUndocumented(csdl, resources, documented));
  }
  return diagnostics;
}

function unknownType({ value, origin }: Fact<string>, near?: string): Diagnostic {
  return diagnostic("docs-type-unknown", [origin], {
    type: value,
    near: near === undefined ? "" : `; did you mean "${near}"?`,
  });
}

function preferred(before: string | undefined, name: string): string {
  return before !== undefined && before.split(".").length <= name.split(".").length ? before : name;
}

/** What the pages of one type list together: Intune has a page of `deviceManagement` for each area. */
interface Listed {
  readonly page: ResourcePage;
  readonly names: Set<string>;
}

function compareResource(
  context: Reconciling,
  page: ResourcePage,
  name: string,
  listed: Map<string, Listed>,
): void {
  const declared = context.table.get(name)?.csdl;
  if (declared === undefined || declared.kind === "enum") {
    context.diagnostics.push(unknownType(page.type));
    return;
  }
  const members = membersOf(context, name);
  const said = [...page.properties, ...page.relationships];
  for (const property of said) compareMember(context, property, name, members);
  const names = listed.get(name)?.names ?? new Set();
  for (const property of said) names.add(property.name.value);
  listed.set(name, { page: listed.get(name)?.page ?? page, names });
}

function findMissing(context: Reconciling, name: string, { page, names }: Listed): readonly Diagnostic[] {
  const declared = context.table.get(name)?.csdl;
  if (declared === undefined || declared.kind === "enum") return [];
  return [...declared.properties, ...declared.navigation]
    .filter((member) => !names.has(member.name.value))
    .map((member) =>
      diagnostic("docs-member-missing", [page.type.origin, member.name.origin], {
        type: shortName(name),
        member: member.name.value,
        row: `|${member.name.value}|${documentedForm(member.type.value)}|…|`,
      }),
    );
}

/** A type as a page writes it. */
function documentedForm({ name, isCollection }: TypeUse): string {
  return `${shortName(name)}${isCollection ? " collection" : ""}`;
}

type Member = CsdlStructured["properties"][number] | CsdlStructured["navigation"][number];

function membersOf(context: Reconciling, name: string): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const base of withBases(name, context.table).toReversed()) {
    const declared = context.table.get(base)?.csdl;
    if (declared === undefined || declared.kind === "enum") continue;
    for (const member of [...declared.properties, ...declared.navigation])
      members.set(member.name.value, member);
  }
  return members;
}

function compareMember(
  context: Reconciling,
  property: DocumentedProperty,
  type: string,
  members: ReadonlyMap<string, Member>,
): void {
  const member = members.get(property.name.value);
  if (member === undefined) {
    const near = nearestName(property.name.value, members.keys());
    const said = {
      type: shortName(type),
      member: property.name.value,
      near: near === undefined ? "" : `; did you mean "${near}"?`,
    };
    context.diagnostics.push(diagnostic("docs-member-unknown", [property.name.origin], said));
    return;
  }
  const docs = formatTypeUse(documentedTypeUse(context, property.type.value));
  const csdl = formatTypeUse(member.type.value);
  if (shortTypes(docs) !== shortTypes(csdl))
    context.diagnostics.push(
      diagnostic("docs-type-differs", [property.type.origin, member.type.origin], {
        member: `${shortName(type)}.${property.name.value}`,
        docs: shortTypes(docs),
        csdl: shortTypes(csdl),
      }),
    );
}

/** Namespaces do not stand on pages. */
function shortTypes(type: string): string {
  return type.replace(/(?:\w+\.)+(\w+)/g, "$1");
}

function compareEnum(context: Reconciling, page: EnumPage, name: string): void {
  const declared = context.table.get(name)?.csdl;
  if (declared?.kind !== "enum") {
    context.diagnostics.push(unknownType(page.type));
    return;
  }
  const members = new Map(declared.members.map((member) => [member.value, member]));
  const listed = new Set(page.members.map((member) => member.name.value));
  for (const { name: member } of page.members) {
    if (members.has(member.value)) continue;
    const near = nearestName(member.value, members.keys());
    context.diagnostics.push(
      diagnostic("docs-member-unknown", [member.origin], {
        type: shortName(name),
        member: member.value,
        near: near === undefined ? "" : `; did you mean "${near}"?`,
      }),
    );
  }
  for (const member of members.values())
    if (!listed.has(member.value))
      context.diagnostics.push(
        diagnostic("docs-member-missing", [page.type.origin, member.origin], {
          type: shortName(name),
          member: member.value,
          row: `|${member.value}|…|…|`,
        }),
      );
}
