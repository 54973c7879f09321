import { type Rows, toText } from "../answer.ts";
import { toSafeText } from "./text.ts";

/** A table as GitHub and others show it. */
export function formatMarkdownTable({ columns, rows }: Rows): string {
  const lines = [
    `| ${columns.map(toMarkdown).join(" | ")} |`,
    `| ${columns.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${columns.map((name) => toMarkdown(toText(row[name]))).join(" | ")} |`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Text of the tenant, so that nothing in it is taken for a mark. */
export function toMarkdown(text: string): string {
  return toSafeText(text.replaceAll(/\s+/g, " "))
    .replaceAll(/[\\`*_{}[\]<>|#~!&]/g, (sign) => `\\${sign}`)
    .replace(/^([-+]|\d+\.)(?=\s)/, String.raw`\$1`);
}
