import type { Comparing } from "./comparing.ts";
import type { ContractOperation, PermissionNames } from "./contract.ts";

/** Which permissions are enough, for each kind of caller. */
export function comparePermissions(context: Comparing, old: ContractOperation, now: ContractOperation): void {
  const [before, after] = [old.permissions, now.permissions];
  if (before === undefined || after === undefined) {
    if (before !== after)
      context.report({
        code: "permissions-known",
        severity: "patch",
        subject: old.title,
        message: `the permissions of \`${old.title}\` are ${after === undefined ? "not stated any more" : "stated now"}`,
        because: "the service asks for what it asked for",
        old: before?.delegated.origin ?? old.origin,
        new: after?.delegated.origin ?? now.origin,
      });
    return;
  }
  if (before.order !== undefined && after.order !== undefined && before.order.value !== after.order.value)
    context.report({
      code: "documentation-changed",
      severity: "patch",
      subject: `${old.title} permissions`,
      message: `the permissions are now listed ${orders[after.order.value]}`,
      because: "prose only",
      before: orders[before.order.value],
      after: orders[after.order.value],
      old: before.order.origin,
      new: after.order.origin,
    });
  for (const kind of ["delegated", "application"] as const)
    compareKind(context, old, kind, before[kind], after[kind]);
}

const orders = {
  "least-first": "from least to most privileged",
  "most-first": "from most to least privileged",
  unsaid: "in no stated order",
} as const;

const callers = { delegated: "signed-in users", application: "applications" } as const;

function compareKind(
  context: Comparing,
  operation: ContractOperation,
  kind: keyof typeof callers,
  old: PermissionNames,
  now: PermissionNames,
): void {
  if (old.names.join() === now.names.join()) return;
  const gone = old.names.filter((name) => !now.names.includes(name));
  const fresh = now.names.filter((name) => !old.names.includes(name));
  const common = {
    subject: `${operation.title} permissions.${kind}`,
    before: show(old.names),
    after: show(now.names),
    old: old.origin,
    new: now.origin,
  };
  const who = `${callers[kind]} that call \`${operation.title}\``;
  if (gone.length > 0)
    return context.report({
      ...common,
      code: "permissions-narrowed",
      severity: "major",
      message:
        now.names.length === 0
          ? `${who} are not supported any more`
          : `for ${who}, ${gone.join(" and ")} ${gone.length === 1 ? "is" : "are"} not enough any more; they need ${now.names.join(" or ")}`,
      because: "who has only what was enough is refused until an administrator consents to more",
    });
  if (fresh.length > 0)
    return context.report({
      ...common,
      code: "permissions-widened",
      severity: "minor",
      message:
        old.names.length === 0
          ? `${who} are supported now, with ${now.names.join(" or ")}`
          : `for ${who}, ${fresh.join(" and ")} ${fresh.length === 1 ? "is" : "are"} enough, too`,
      because: "what was enough still is",
    });
  context.report({
    ...common,
    code: "permissions-reordered",
    severity: "patch",
    message: `the least privileged permission for ${who} is ${now.names[0] ?? "none"}, not ${old.names[0] ?? "none"}`,
    because: "what was enough still is",
  });
}

function show(names: readonly string[]): string {
  return names.length === 0 ? "not supported" : names.join(", ");
}
