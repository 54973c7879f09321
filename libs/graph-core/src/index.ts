export { createGraphClient } from "./client.ts";
export type { GraphClient } from "./client.ts";
export type { GraphClientOptions } from "./client-options.ts";
export type { OnRetry } from "./attempts.ts";
export { batch } from "./batch.ts";
export type { BatchItem, BatchOf, BatchResult, BatchResults, InputOf, ResultOf } from "./batch.ts";
export type { Attempt, AttemptMiddleware, Call, TokenSource } from "./call.ts";
export { answerClaims } from "./claims-challenge.ts";
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
export type { ErrorBody, ReadError } from "./error-body.ts";
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
export { readIntuneError } from "./intune-error.ts";
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
export { pages } from "./pages.ts";
export type { Pages } from "./pages.ts";
export { planRequest } from "./path.ts";
export type { PlannedRequest } from "./path.ts";
export { checkPermissions } from "./permissions.ts";
export type { PermissionMode } from "./permissions.ts";
export type { GraphRequest, GraphResponse, Middleware, Send } from "./request.ts";
export { parseRetryAfter } from "./retry-after.ts";
export { createGraphSender } from "./sender.ts";
export type { GraphSender, GraphSenderOptions, Line, OperationSender, ResultCheck } from "./sender.ts";
export { sendOnce } from "./send-once.ts";
export type { SendOnceOptions } from "./send-once.ts";
export type { SendOptions } from "./to-request.ts";
export { createStrictCheck } from "./strict-check.ts";
export { createTokenSource } from "./token-source.ts";
export type { TokenSourceOptions } from "./token-source.ts";
export { TransportError } from "./transport.ts";
export type { Transport, TransportFailure, TransportRequest } from "./transport.ts";
export { createDispatcherTransport } from "./transport-dispatcher.ts";
export type {
  DispatchController,
  Dispatcher,
  DispatchHandler,
  DispatchOptions,
} from "./transport-dispatcher.ts";
export { createFetchTransport } from "./transport-fetch.ts";
export type { Fetch } from "./transport-fetch.ts";
export { takeTurns } from "./turns.ts";
export type { TurnOptions } from "./turns.ts";
export { unwrapMessage } from "./unwrap-message.ts";
export type { UnwrappedMessage } from "./unwrap-message.ts";
