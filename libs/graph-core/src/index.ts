export { createGraphClient } from "./client.ts";
export type { GraphClient, GraphClientOptions, SendOptions } from "./client.ts";
export { clouds } from "./clouds.ts";
export type { Cloud, CloudEndpoints } from "./clouds.ts";
export { staticToken } from "./credential.ts";
export type { AccessToken, GetTokenOptions, TokenCredential } from "./credential.ts";
export { GraphError, GraphInputError, isGraphError, isGraphInputError } from "./errors.ts";
export type { GraphErrorFacts } from "./errors.ts";
export type {
  ActionModel,
  AssignableKind,
  EnumTypeModel,
  GraphModel,
  OperationModel,
  PropertyModel,
  StructuredTypeModel,
  TypeModel,
  TypeUse,
} from "./model.ts";
export type { AnyOperation, GraphVersion, HttpMethod, Operation, Permissions } from "./operation.ts";
export { planRequest } from "./path.ts";
export type { PlannedRequest } from "./path.ts";
export type { GraphRequest, GraphResponse, Middleware, Send } from "./request.ts";
export { parseRetryAfter } from "./retry-after.ts";
export type { Fetch } from "./send.ts";
export { unwrapMessage } from "./unwrap-message.ts";
export type { UnwrappedMessage } from "./unwrap-message.ts";
