import { toSafeText } from "../render/text.ts";

const entities = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text of the tenant, as text of a page or of an attribute. */
export function escapeHtml(text: string): string {
  return toSafeText(text).replaceAll(/[&<>"']/g, (sign) => entities.get(sign) ?? sign);
}
