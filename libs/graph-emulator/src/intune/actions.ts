import type { ActionModel, AnyOperation } from "@intunectl/graph-core";
import type { Answer } from "../context.ts";
import { Failure, noContent } from "../failure.ts";
import type { WriteRequest } from "../operations/write.ts";
import { assign } from "./assign.ts";
import { readChildrenAction, updateChildren } from "./update-children.ts";

/** Carries out an action whose rules are known; 501 for the others, never a guess. */
export function performAction(
  request: WriteRequest,
  action: ActionModel,
  operation: AnyOperation,
  readBody: () => unknown,
): Answer {
  const children = readChildrenAction(action);
  if (children !== undefined) {
    updateChildren(request, children, readBody());
    return noContent;
  }
  if (action.action !== "assign" || operation.method !== "POST")
    throw new Failure(501, "NotImplemented", `The emulator does not implement ${action.action}.`);
  const { context, root, exchange } = request;
  const { assignAnswer, assignContext } = context.behaviour;
  const set = assign(request, action, readBody());
  if (action.returns === undefined || assignAnswer === "noContent") return noContent;
  if (assignAnswer === "empty") return { status: 200 };
  switch (assignContext) {
    case "none":
      return { status: 200, body: set };
    case "path":
      return {
        status: 200,
        body: { "@odata.context": `${root}/$metadata#${toMetadataPath(exchange.path)}`, ...set },
      };
    case "type":
      return {
        status: 200,
        body: { "@odata.context": `${root}/$metadata#Collection(${action.returns.type})`, ...set },
      };
    default:
      return assignContext satisfies never;
  }
}

/** `deviceManagement/groupPolicyConfigurations('4f2c1a90')/Microsoft.Graph.assign`, one of two guesses of test suites. */
function toMetadataPath(path: string): string {
  const segments = path.split("/").slice(2);
  const action = segments.pop() ?? "";
  const key = segments.at(-1)?.includes("(") === true ? undefined : segments.pop();
  const place = key === undefined ? segments.join("/") : `${segments.join("/")}('${key}')`;
  return `${place}/Microsoft.Graph.${action.slice(action.lastIndexOf(".") + 1)}`;
}
