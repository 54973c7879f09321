import type { Comparing } from "./comparing.ts";
import type { ContractOperation } from "./contract.ts";

/** What the examples of a page show; it says what the service does before the tables do. */
export function compareExamples(context: Comparing, old: ContractOperation, now: ContractOperation): void {
  for (const [type, members] of now.shown) {
    const before = old.shown.get(type);
    const fresh = [...members.keys()].filter((name) => name !== "" && before?.has(name) !== true);
    const place = (before === undefined ? members.get("") : members.get(fresh[0] ?? "")) ?? now.origin;
    if (before !== undefined && fresh.length === 0) continue;
    const what = fresh.length === 0 ? "" : `, with ${fresh.join(", ")}`;
    context.report({
      code: "example-changed",
      severity: "patch",
      subject: old.title,
      message:
        before === undefined
          ? `the examples now show ${withArticle(type)}${what}`
          : `the examples now show ${fresh.join(", ")} in ${withArticle(type)}`,
      because: "examples only",
      old: old.origin,
      new: place,
    });
  }
  for (const [type, members] of old.shown)
    if (!now.shown.has(type))
      context.report({
        code: "example-changed",
        severity: "patch",
        subject: old.title,
        message: `the examples no longer show ${withArticle(type)}`,
        because: "examples only",
        old: members.get("") ?? old.origin,
        new: now.origin,
      });
}

function withArticle(qualified: string): string {
  const name = qualified.replace(/^microsoft\.graph\./, "");
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} \`${name}\``;
}
