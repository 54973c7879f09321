export { createGraphClient } from "./client.ts";
export type { GraphClient } from "./client.ts";
export type { GraphClientOptions, ResultCheck, SendOptions } from "./client-options.ts";
export type { BatchItem, BatchResult, InputOf, ResultOf } from "./batch.ts";
export type { Clock } from "./clock.ts";
export { clouds } from "./clouds.ts";
export type { Cloud, CloudEndpoints } from "./clouds.ts";
export { lazyCredential, staticToken } from "./credential.ts";
export type { AccessToken, GetTokenOptions, TokenCredential } from "./credential.ts";
export {
  GraphAuthenticationError,
  GraphError,
  GraphInputError,
  GraphNetworkError,
  GraphPermissionError,
  GraphResponseError,
  GraphThrottledError,
  GraphTimeoutError,
} from "./errors.ts";
export type { GraphErrorFacts } from "./errors.ts";
export type {
  AttemptEvent,
  GraphEvents,
  ResponseEvent,
  RetryEvent,
  WaitEvent,
  WarningEvent,
} from "./events.ts";
export { createGovernor, intuneLimits } from "./governor.ts";
export type { Admission, AdmissionRequest, Governor, GovernorOptions, RateLimits } from "./governor.ts";
export {
  isGraphAuthenticationError,
  isGraphError,
  isGraphInputError,
  isGraphNetworkError,
  isGraphPermissionError,
  isGraphResponseError,
  isGraphThrottledError,
  isGraphTimeoutError,
} from "./guards.ts";
export type {
  ActionModel,
  AssignableKind,
  EntityOperationModel,
  EnumTypeModel,
  FunctionModel,
  GraphModel,
  OperationModel,
  PropertyModel,
  StructuredTypeModel,
  TypeModel,
  TypeUse,
} from "./model.ts";
export type { AnyOperation, GraphVersion, HttpMethod, Operation, Permissions } from "./operation.ts";
export type { Pages } from "./pages.ts";
export { planRequest } from "./path.ts";
export type { PlannedRequest } from "./path.ts";
export type { PermissionMode } from "./permissions.ts";
export type { GraphRequest, GraphResponse, Middleware, Send } from "./request.ts";
export { parseRetryAfter } from "./retry-after.ts";
export { createStrictCheck } from "./strict-check.ts";
export { TransportError } from "./transport.ts";
export type { Transport, TransportFailure, TransportRequest } from "./transport.ts";
export { createDispatcherTransport } from "./transport-dispatcher.ts";
export type {
  DispatchController,
  Dispatcher,
  DispatchHandler,
  DispatchOptions,
} from "./transport-dispatcher.ts";
export type { Fetch } from "./transport-fetch.ts";
export { unwrapMessage } from "./unwrap-message.ts";
export type { UnwrappedMessage } from "./unwrap-message.ts";
