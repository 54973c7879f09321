import type { ServiceRequest } from "../context.ts";
import { badRequest, Failure } from "../failure.ts";

/** The JSON of a request's body. */
export function readJson({ body }: ServiceRequest): unknown {
  if (body === undefined) throw new Failure(413, "RequestEntityTooLarge", "The request body is too large.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw badRequest(
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  }
}

/** The JSON of a request to Graph, whose Content-Type must say so. */
export function readGraphJson(request: ServiceRequest): unknown {
  const type = request.headers["content-type"] ?? "";
  if (request.body !== undefined && !/^application\/json\s*(;|$)/i.test(type))
    throw badRequest("Entity only allows writes with a JSON Content-Type header.");
  return readJson(request);
}
