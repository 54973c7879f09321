import { badRequest } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";

/** One request of a batch. */
export interface BatchItem {
  readonly id: string;
  readonly method: string;
  /** Relative to the version. */
  readonly url: string;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly dependsOn: readonly string[];
}

const methods = ["GET", "POST", "PATCH", "PUT", "DELETE"];

/** Reads the body of a batch; throws 400 for the whole of it, because answers could not be told apart. */
export function decodeBatch(value: unknown, maxItems: number): readonly BatchItem[] {
  const requests = isObject(value) ? ownMember(value, "requests") : undefined;
  if (!Array.isArray(requests)) throw badRequest('The body of a batch must be {"requests": [...]}.');
  if (requests.length > maxItems)
    throw badRequest(
      `The number of requests in the batch, ${requests.length}, exceeds the maximum of ${maxItems}.`,
    );
  const items = requests.map((item, index) => decodeItem(item, `requests[${index}]`));
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id)) throw badRequest(`The request id '${id}' is not unique in the batch.`);
    ids.add(id);
  }
  for (const { id, dependsOn } of items) {
    const unknown = dependsOn.find((other) => !ids.has(other) || other === id);
    if (unknown !== undefined)
      throw badRequest(
        `The request '${id}' depends on '${unknown}', which is no other request of the batch.`,
      );
  }
  return items;
}

function decodeItem(value: unknown, path: string): BatchItem {
  if (!isObject(value)) throw badRequest(`${path} must be an object`);
  const method = readText(value, "method", path).toUpperCase();
  if (!methods.includes(method)) throw badRequest(`${path}.method must be one of ${methods.join(", ")}`);
  const url = readText(value, "url", path);
  if (/^\w+:|^\/\//.test(url)) throw badRequest(`${path}.url must be relative to the version`);
  const body = ownMember(value, "body");
  return {
    id: readText(value, "id", path),
    method,
    url,
    headers: readHeaders(ownMember(value, "headers"), path),
    dependsOn: readNames(ownMember(value, "dependsOn"), `${path}.dependsOn`),
    ...(body === undefined || body === null ? {} : { body }),
  };
}

function readText(value: JsonObject, name: string, path: string): string {
  const text = ownMember(value, name);
  if (typeof text === "string" && text !== "") return text;
  throw badRequest(`${path}.${name} must be a text that is not empty`);
}

function readHeaders(value: unknown, path: string): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw badRequest(`${path}.headers must be an object`);
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [
      name.toLowerCase(),
      typeof text === "string" ? text : JSON.stringify(text),
    ]),
  );
}

function readNames(value: unknown, path: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === "string")) return value;
  throw badRequest(`${path} must be a list of request ids`);
}
