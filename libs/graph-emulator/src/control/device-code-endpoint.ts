import type { Answer, ServiceContext } from "../context.ts";
import { badRequest, Failure, noContent } from "../failure.ts";
import { isObject, ownMember } from "../json.ts";

/** The sign-ins that wait for approval; what the client polls with is not told. */
export function listDeviceCodes({ deviceCodes }: ServiceContext): object {
  return {
    value: deviceCodes.list().map(({ userCode, clientId, scope, state, expiresMs }) => ({
      userCode,
      clientId,
      scope,
      state,
      expiresAt: new Date(expiresMs).toISOString(),
    })),
  };
}

/** `{"approve": true}` signs the person in, `{"approve": false}` refuses. */
export function approveDeviceCode({ deviceCodes }: ServiceContext, userCode: string, body: unknown): Answer {
  const approve = isObject(body) ? ownMember(body, "approve") : undefined;
  if (typeof approve !== "boolean")
    throw badRequest('The body must be {"approve": true} or {"approve": false}.');
  const code = deviceCodes.findUserCode(userCode);
  if (code === undefined) throw new Failure(404, "NotFound", `Nobody waits with the code ${userCode}.`);
  code.state = approve ? "approved" : "declined";
  return noContent;
}
