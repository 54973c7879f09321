import { factName } from "../reconcile/type-use.ts";
import { compareProse, inOneLine } from "./compare-prose.ts";
import type { Comparing, ReportedChange } from "./comparing.ts";
import type { Contract, Detail } from "./contract.ts";
import { createMembersOf } from "./hierarchy.ts";

const description = "Org.OData.Core.V1.Description";
const revisions = "Org.OData.Core.V1.Revisions";

/** Compared as shape where they stand, and not again here. */
const told: ReadonlySet<string> = new Set([
  "Nullable",
  "Org.OData.Core.V1.Computed",
  "Org.OData.Core.V1.OptionalParameter",
]);

/** What kind of declaration is annotated, or undefined when this side does not declare it. */
type Declares = (target: string) => "described" | "other" | undefined;

/** Annotations and facets of what is on both sides: what a thing that came or went had is no change by itself. */
export function compareDetails(context: Comparing): void {
  const [declaredBefore, declared] = [createDeclares(context.old), createDeclares(context.new)];
  for (const key of new Set([...context.old.details.keys(), ...context.new.details.keys()])) {
    const [old, now] = [context.old.details.get(key), context.new.details.get(key)];
    const detail = now ?? old;
    if (detail === undefined || old?.value === now?.value || isTold(detail, old, now)) continue;
    const kinds = [declaredBefore(detail.target), declared(detail.target)];
    if (kinds.includes(undefined)) continue;
    const isProse = detail.name === description || detail.name === revisions;
    if (isProse && kinds.includes("described")) continue;
    const common = {
      subject: nameOf(detail.target),
      old: old?.origin ?? context.old.root,
      new: now?.origin ?? context.new.root,
    };
    if (isProse) compareProse(context, common, common.subject, toProse(old), toProse(now));
    else context.report({ ...common, ...describe(detail, old, now) });
  }
}

/** `group.displayName` for `microsoft.graph.group/displayName`, as everywhere. */
function nameOf(target: string): string {
  const [type = "", ...rest] = target.includes("(") ? [target] : target.split("/");
  return [factName(type), ...rest].join(".");
}

function isTold({ name }: Detail, old: Detail | undefined, now: Detail | undefined): boolean {
  if (name === "Org.OData.Core.V1.Permissions")
    return [old, now].some((each) => each?.value.endsWith("/Read") === true);
  return told.has(name);
}

function toProse(detail: Detail | undefined): Parameters<typeof compareProse>[3] {
  return {
    description: detail?.name === description ? { value: detail.value, origin: detail.origin } : undefined,
    deprecated: detail?.name === revisions ? detail.value : undefined,
  };
}

function createDeclares(contract: Contract): Declares {
  const membersOf = createMembersOf(contract);
  const operations = new Map(contract.operations.map((operation) => [operation.target, operation]));
  const others = new Set([...contract.details.values()].map(({ target }) => target));
  return (target) => {
    const end = target.lastIndexOf(")");
    if (end !== -1) {
      const operation = operations.get(target.slice(0, end + 1));
      const inner = target.slice(end + 2);
      if (operation === undefined) return undefined;
      const isThere =
        inner === "" || inner === "$returns" || operation.parameters.some(({ name }) => name === inner);
      return isThere ? "described" : "other";
    }
    const [name = "", inner] = target.split("/");
    const type = contract.types.get(name);
    if (type === undefined) {
      // The container, or what stands in it.
      if (inner !== undefined) return contract.entryPoints.has(inner) ? "other" : undefined;
      return others.has(target) ? "other" : undefined;
    }
    if (inner === undefined) return "described";
    if (type.kind === "enum") return type.members.has(inner) ? "other" : undefined;
    if (type.members.has(inner)) return "described";
    return membersOf(name).has(inner) ? "other" : undefined;
  };
}

function describe(
  detail: Detail,
  old: Detail | undefined,
  now: Detail | undefined,
): Omit<ReportedChange, "subject" | "old" | "new"> {
  const term = detail.name.replace(/^Org\.OData\.(Core|Capabilities)\.V1\./, "");
  const what = `${term} of \`${nameOf(detail.target)}\``;
  const message =
    old === undefined
      ? `${what} is now stated: ${inOneLine(now?.value ?? "")}`
      : now === undefined
        ? `${what} is not stated any more`
        : `${what} was ${inOneLine(old.value)} and is ${inOneLine(now.value)}`;
  const values = {
    ...(old === undefined ? {} : { before: old.value }),
    ...(now === undefined ? {} : { after: now.value }),
  };
  if (detail.name === "HasStream") {
    const isGone = now?.value !== "true";
    return {
      code: "media-changed",
      severity: "minor",
      message: `\`${nameOf(detail.target)}\` has ${isGone ? "no media stream any more" : "a media stream"}`,
      because: isGone
        ? "the library has no call for content; programs that read it by a path of their own have nothing to read"
        : "nobody has to read it",
      ...values,
    };
  }
  const isProse = detail.name.endsWith(".LongDescription");
  const code = isProse
    ? "documentation-changed"
    : detail.kind === "annotation"
      ? "annotation-changed"
      : "facet-changed";
  return { code, severity: "patch", message, because: "the shape is what it was", ...values };
}
