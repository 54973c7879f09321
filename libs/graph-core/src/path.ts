import { GraphInputError } from "./errors.ts";
import type { AnyOperation } from "./operation.ts";

/** An operation and its input, as the parts of a request. */
export interface PlannedRequest {
  /** With the version and the query: `/beta/groups/6b1d0f42?$top=5`. */
  readonly path: `/${string}`;
  /** JSON text; absent when the operation has no body. */
  readonly body?: string;
}

/**
 * Fills an operation's path, query and body from its flat input, without sending anything.
 *
 * Arguments of a function stand in the path: text in quotes, numbers and truth values without.
 *
 * Throws a `GraphInputError` that names the parameter when an id is missing, not text, or could leave its segment.
 *
 * @example
 * ```ts
 * const { path, body } = planRequest(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments });
 * ```
 */
export function planRequest<Input>(
  operation: AnyOperation & { readonly types?: { readonly input: Input; readonly result: unknown } },
  input: NoInfer<Input>,
): PlannedRequest {
  const takesBody = operation.method !== "GET" && operation.method !== "DELETE";
  let path = operation.version + operation.path;
  let query = "";
  let body = "";
  const values: [string, unknown][] = Object.entries(Object(input));
  for (const [name, value] of values) {
    const place = `{${name}}`;
    const at = path.indexOf(place);
    if (at >= 0) {
      // An argument of a function: text stands in quotes, where a quote is written twice; anything else as it is.
      const isQuoted = path[at - 1] === "'";
      const text = isQuoted || path[at - 1] === "=" ? toQueryText(value) : value;
      // URL parsers resolve dot segments, so these would name another resource.
      if (typeof text !== "string" || (!isQuoted && /^\.{0,2}$/.test(text)) || !text.isWellFormed())
        throw refuse(
          operation,
          name,
          `must be an id as text, not ${typeof value === "string" ? JSON.stringify(value) : typeof value}`,
        );
      const written = encodeURIComponent(isQuoted ? text.replaceAll("'", "''") : text);
      path = path.replace(place, () => written);
    } else if (name.startsWith("$")) {
      if (value === undefined) continue;
      const text = toQueryText(value);
      if (text?.isWellFormed() !== true)
        throw refuse(operation, name, "must be text, a number, a boolean or a list of texts");
      query += `${query === "" ? "?" : "&"}${name}=${encodeURIComponent(text)}`;
    } else {
      const json = takesBody && JSON.stringify(value);
      // JSON would leave it out in silence, and "left out" can mean something else than any value.
      if (!json)
        throw refuse(
          operation,
          name,
          takesBody ? "is undefined; leave it out or give a value" : "is not known",
        );
      body += `${body === "" ? "{" : ","}${JSON.stringify(name)}:${json}`;
    }
  }
  const missing = path.split(/[{}]/)[1];
  if (missing !== undefined) throw refuse(operation, missing, "is missing");
  return { path: `/${path}${query}`, ...(body !== "" && { body: `${body}}` }) };
}

/** The error of an input that cannot be sent. */
export function refuse(
  { name: operation }: AnyOperation,
  parameter: string,
  problem: string,
): GraphInputError {
  return new GraphInputError(`${operation}: ${parameter} ${problem}`, { parameter, operation });
}

function toQueryText(value: unknown): string | undefined {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return `${value}`;
  return Array.isArray(value) ? value.join(",") : typeof value === "string" ? value : undefined;
}
