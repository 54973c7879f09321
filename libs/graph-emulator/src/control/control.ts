import { decodeBehaviour } from "../behaviour.ts";
import type { Answer, ServiceContext, ServiceRequest } from "../context.ts";
import { badRequest, Failure, noContent } from "../failure.ts";
import { decodeFaultRule, decodeFaultRules } from "../faults/decode-rules.ts";
import { readJson } from "../http/read-json.ts";
import { isObject, ownMember } from "../json.ts";
import { loadSeed } from "../load-seed.ts";
import { readClock, setClock } from "./clock-endpoint.ts";
import { approveDeviceCode, listDeviceCodes } from "./device-code-endpoint.ts";
import { readRequestLog } from "./log-endpoint.ts";
import { readState } from "./state-endpoint.ts";
import { readThrottle, setThrottle } from "./throttle-endpoint.ts";
import { mintToken } from "./token-endpoint.ts";

type Handler = (context: ServiceContext, request: ServiceRequest) => Answer;

const ok = (body: unknown): Answer => ({ status: 200, body });

/** The emulator's own addresses, in the order in which it lists them. */
const handlers: Readonly<Record<string, Handler>> = {
  "GET /_emulator": () => ok({ addresses: Object.keys(handlers) }),
  "POST /_emulator/tokens": (context, request) => ok(mintToken(context, readJson(request))),
  "POST /_emulator/revoke": ({ issuer }) => {
    issuer.revoke();
    return noContent;
  },
  "GET /_emulator/state": (context, { target }) => ok(readState(context, target)),
  "POST /_emulator/reset": (context) => reset(context),
  "GET /_emulator/clock": ({ clock }) => ok(readClock(clock)),
  "POST /_emulator/clock": ({ clock }, request) => ok(setClock(clock, readJson(request))),
  "GET /_emulator/faults": ({ faults }) => ok({ seed: faults.seed(), rules: faults.rules() }),
  "PUT /_emulator/faults": (context, request) => setFaults(context, readJson(request)),
  "POST /_emulator/faults": ({ faults }, request) => {
    faults.setRules([...faults.rules(), decodeFaultRule(readJson(request), "rule")]);
    return noContent;
  },
  "DELETE /_emulator/faults": ({ faults }) => {
    faults.setRules([]);
    return noContent;
  },
  "GET /_emulator/throttle": ({ throttle }) => ok(readThrottle(throttle)),
  "PUT /_emulator/throttle": ({ throttle }, request) => {
    setThrottle(throttle, readJson(request));
    return ok(readThrottle(throttle));
  },
  "GET /_emulator/log": (context, { target }) => ok(readRequestLog(context, target)),
  "DELETE /_emulator/log": ({ requestLog }) => {
    requestLog.clear();
    return noContent;
  },
  "GET /_emulator/options": ({ behaviour }) => ok(behaviour),
  "PATCH /_emulator/options": (context, request) => {
    context.setBehaviour(decodeBehaviour(readJson(request)));
    return ok(context.behaviour);
  },
  "GET /_emulator/device-codes": (context) => ok(listDeviceCodes(context)),
};

/** Whether a path is one of the emulator's own. */
export function isControlPath(path: string): boolean {
  return path === "/_emulator" || path.startsWith("/_emulator/");
}

/** The emulator's own addresses: what Graph does not have. They need no token. */
export function handleControl(context: ServiceContext, request: ServiceRequest, path: string): Answer {
  // Browsers send this header with every request that a page makes to another site.
  if (request.headers["origin"] !== undefined)
    throw new Failure(403, "Forbidden", "Web pages cannot use this address.");
  const key = `${request.method} ${path.length > 1 ? path.replace(/\/$/, "") : path}`;
  const handler = Object.hasOwn(handlers, key) ? handlers[key] : undefined;
  if (handler !== undefined) return handler(context, request);
  const code = /^POST \/_emulator\/device-codes\/(\w+)$/.exec(key)?.[1];
  if (code !== undefined) return approveDeviceCode(context, code, readJson(request));
  throw new Failure(404, "NotFound", `${request.method} ${path} is not an address of the emulator`);
}

/** State, throttle windows, fault counters and log begin anew; faults, options and clock stay. */
function reset(context: ServiceContext): Answer {
  const { store, faults, throttle, requestLog } = context;
  store.transaction(() => {
    store.clear();
    loadSeed(context);
  });
  faults.restart();
  throttle.restart();
  requestLog.clear();
  return noContent;
}

function setFaults({ faults }: ServiceContext, body: unknown): Answer {
  const seed = isObject(body) ? ownMember(body, "seed") : undefined;
  if (!isObject(body) || (seed !== undefined && typeof seed !== "number"))
    throw badRequest('The body must be {"seed": 1, "rules": [...]}.');
  faults.setRules(decodeFaultRules(ownMember(body, "rules"), "rules"), seed);
  return noContent;
}
