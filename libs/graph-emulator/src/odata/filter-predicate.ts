import { type JsonObject, ownMember } from "../json.ts";
import { compareValues } from "./compare.ts";
import type { Comparison, FilterNode } from "./filter-node.ts";

/** Whether an entity is in the result; what cannot be compared is not in it, and its negation is. */
export function matches(node: FilterNode, entity: JsonObject): boolean {
  switch (node.kind) {
    case "and":
      return node.parts.every((part) => matches(part, entity));
    case "or":
      return node.parts.some((part) => matches(part, entity));
    case "not":
      return !matches(node.part, entity);
    case "compare":
      return isTrue(node.operator, ownMember(entity, node.property) ?? null, node.value);
    case "in": {
      const value = ownMember(entity, node.property) ?? null;
      return node.values.some((candidate) => candidate === value);
    }
    case "text": {
      const value = ownMember(entity, node.property);
      if (typeof value !== "string") return false;
      if (node.test === "startswith") return value.startsWith(node.value);
      return node.test === "endswith" ? value.endsWith(node.value) : value.includes(node.value);
    }
    case "type": {
      const type = ownMember(entity, "@odata.type");
      return typeof type === "string" ? node.names.includes(type) : node.includesDeclared;
    }
    default:
      return node satisfies never;
  }
}

function isTrue(operator: Comparison, left: unknown, right: unknown): boolean {
  if (operator === "eq") return left === right;
  if (operator === "ne") return left !== right;
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case "gt":
      return order > 0;
    case "ge":
      return order >= 0;
    case "lt":
      return order < 0;
    case "le":
      return order <= 0;
    default:
      return operator satisfies never;
  }
}
