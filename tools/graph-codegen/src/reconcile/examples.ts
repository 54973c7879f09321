import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { OperationDef, TypeUse } from "../model/ir.ts";
import { nearestName } from "../model/names.ts";
import type { PageFacts } from "../read/page.ts";
import type { DocumentedExample, ExampleBody } from "../read/page-example.ts";
import { placeInBody } from "../read/page-example.ts";
import type { Reconciling } from "./context.ts";
import { withBases } from "./path.ts";
import { hashPrefix } from "./rules/R002-hash-prefix.ts";
import { abstractType } from "./rules/R004-abstract-type.ts";
import { parseTypeUse } from "./type-use.ts";

/** Holds a page's examples against what the sources declare. Answers the rules that the examples needed. */
export function checkExamples(
  context: Reconciling,
  page: PageFacts,
  operation: OperationDef,
): readonly string[] {
  const needed = new Set<string>();
  for (const example of page.examples) {
    checkLength(context, example);
    const { body } = example;
    if (body === undefined) continue;
    const checker: Checker = { context, body, needed };
    if (!example.isResponse && operation.body !== undefined)
      checkValue(checker, body.value, { name: operation.body.type, isCollection: false });
    else if (!example.isResponse)
      checkObject(
        checker,
        body.value,
        new Map(operation.bodyParameters.map(({ name, type }) => [name, type])),
        `the parameters of ${operation.name}`,
        operation.bodyParameters.flatMap(({ origins }) => origins.slice(0, 1)),
      );
    else if (operation.result.kind === "envelope")
      checkObject(
        checker,
        body.value,
        new Map([["value", { ...operation.result.type, isCollection: true }]]),
        "the response",
        operation.result.origins.slice(0, 1),
      );
    // What a page shows of a single answer is often wrapped in `value`, and always the documented type.
    else if (operation.result.kind === "single" && !isWrapped(body.value))
      checkValue(checker, body.value, operation.result.type);
  }
  return [...needed];
}

function isWrapped(value: unknown): boolean {
  return typeof value === "object" && value !== null && "value" in value;
}

interface Checker {
  readonly context: Reconciling;
  readonly body: ExampleBody;
  readonly needed: Set<string>;
}

function checkObject(
  checker: Checker,
  value: unknown,
  members: ReadonlyMap<string, TypeUse>,
  whose: string,
  declaredAt: readonly Origin[],
): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const type = members.get(name);
    if (type !== undefined) checkValue(checker, member, type);
    else if (!name.includes("@odata.")) {
      const near = nearestName(name, members.keys());
      const hint = near === undefined ? "" : `; did you mean "${near}"?`;
      complain(checker, name, `has "${name}", which is not among ${whose}${hint}`, declaredAt);
    }
  }
}

function checkValue(checker: Checker, value: unknown, type: TypeUse): void {
  if (Array.isArray(value)) {
    for (const item of value) checkValue(checker, item, { name: type.name, isCollection: false });
    return;
  }
  const declared = checker.context.table.get(type.name)?.csdl;
  if (typeof value !== "object" || value === null || declared === undefined || declared.kind === "enum")
    return;
  const named = "@odata.type" in value ? value["@odata.type"] : undefined;
  const actual = typeof named === "string" ? checkDiscriminator(checker, named, type.name) : type.name;
  const place = checker.context.table.get(actual ?? "")?.name.origin;
  if (actual !== undefined && place !== undefined)
    checkObject(checker, value, membersOf(checker.context, actual), actual, [place]);
}

/** The type that an example's `@odata.type` names, when it can stand there. */
function checkDiscriminator(checker: Checker, value: string, expected: string): string | undefined {
  const { context, needed } = checker;
  const name = hashPrefix.typeName(value);
  if (hashPrefix.isDoubled(value)) complain(checker, value, `doubles the prefix of "${value}"`);
  else if (context.table.get(name) === undefined)
    complain(checker, value, `has the type "${value}", which no source declares`);
  else if (!withBases(name, context.table).includes(expected))
    complain(checker, value, `has the type "${value}" where ${expected} belongs`);
  else {
    if (hashPrefix.isBare(value)) applied(checker, value, hashPrefix.id, `"${value}" is written without "#"`);
    if (abstractType.isAbstract(name, context.table))
      applied(checker, value, abstractType.id, `"${value}" is abstract, so no value has this type`);
    needed.add(hashPrefix.id);
    return name;
  }
  return undefined;
}

function membersOf(context: Reconciling, name: string): ReadonlyMap<string, TypeUse> {
  const members = new Map<string, TypeUse>();
  for (const base of withBases(name, context.table)) {
    const declared = context.table.get(base)?.csdl;
    if (declared === undefined || declared.kind === "enum") continue;
    for (const member of [...declared.properties, ...declared.navigation])
      members.set(
        member.name.value,
        parseTypeUse(
          member.type.value.isCollection ? `Collection(${member.type.value.name})` : member.type.value.name,
        ),
      );
  }
  return members;
}

/** Pages count the body with CRLF line ends, a few with LF. */
function checkLength(context: Reconciling, example: DocumentedExample): void {
  const header = example.headers.find(({ name }) => name.toLowerCase() === "content-length");
  if (header === undefined || example.body === undefined) return;
  const plain = Buffer.byteLength(example.body.text);
  const breaks = example.body.text.split("\n").length - 1;
  if (![plain, plain + breaks].includes(Number(header.value.value)))
    context.diagnostics.push(
      diagnostic("example-disagrees", [header.value.origin], {
        what: `has a body of ${plain + breaks} bytes (with CRLF), its Content-Length says ${header.value.value}`,
      }),
    );
}

function complain(checker: Checker, quoted: string, what: string, others: readonly Origin[] = []): void {
  const place = placeInBody(checker.body, quoted);
  checker.context.diagnostics.push(
    diagnostic("example-disagrees", place === undefined ? others : [place, ...others], { what }),
  );
}

function applied(checker: Checker, quoted: string, rule: string, what: string): void {
  checker.needed.add(rule);
  const place = placeInBody(checker.body, quoted);
  checker.context.diagnostics.push(
    diagnostic("rule-applied", place === undefined ? [] : [place], { rule, what }),
  );
}
