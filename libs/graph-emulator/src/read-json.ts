import type { ServiceRequest } from "./context.ts";
import { badRequest, Failure } from "./failure.ts";

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
