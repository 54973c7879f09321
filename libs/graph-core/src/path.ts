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
 * Throws a `GraphInputError` that names the parameter when an id is missing, not a string, or could leave its segment.
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
  const values = new Map<string, unknown>(
    typeof input === "object" && input !== null ? Object.entries(input) : [],
  );
  const path = operation.path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const segment = toSegment(operation, name, values.get(name));
    values.delete(name);
    return segment;
  });
  const options: string[] = [];
  const body: Record<string, unknown> = {};
  for (const [name, value] of values) {
    if (!name.startsWith("$")) defineOwn(body, name, value);
    else if (value !== undefined)
      options.push(`${name}=${encode(operation, name, toQueryText(operation, name, value))}`);
  }
  const query = options.length === 0 ? "" : `?${options.join("&")}`;
  return { path: `/${operation.version}${path}${query}`, ...toBody(operation, body) };
}

function toSegment(operation: AnyOperation, name: string, value: unknown): string {
  if (value === undefined || value === null) throw refused(operation, name, "is missing");
  if (typeof value !== "string") throw refused(operation, name, `must be a string, not ${typeof value}`);
  if (value === "") throw refused(operation, name, "is empty");
  // URL parsers resolve dot segments, so these two would name another resource.
  if (value === "." || value === "..") throw refused(operation, name, `cannot be "${value}"`);
  return encode(operation, name, value);
}

function encode(operation: AnyOperation, name: string, text: string): string {
  if (!text.isWellFormed()) throw refused(operation, name, "is not well-formed Unicode");
  return encodeURIComponent(text);
}

function toQueryText(operation: AnyOperation, name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
    return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(",");
  throw refused(operation, name, "must be a string, a finite number, a boolean or a list of strings");
}

function toBody(
  operation: AnyOperation,
  body: Readonly<Record<string, unknown>>,
): { readonly body?: string } {
  const names = Object.keys(body);
  const [first] = names;
  if (first === undefined) return {};
  if (operation.method === "GET" || operation.method === "DELETE")
    throw refused(operation, first, "is not known");
  // JSON would leave it out in silence, and "left out" can mean something else than any value.
  const absent = names.find((name) => body[name] === undefined);
  if (absent !== undefined) throw refused(operation, absent, "is undefined; leave it out or give a value");
  return { body: JSON.stringify(body) };
}

/** Plain assignment to `__proto__` would lose the value. */
function defineOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function refused(operation: AnyOperation, parameter: string, problem: string): GraphInputError {
  return new GraphInputError(`${operation.name}: ${parameter} ${problem}`, {
    parameter,
    operation: operation.name,
  });
}
