import type { Clock } from "./clock.ts";
import type { Cloud } from "./clouds.ts";
import type { TokenCredential } from "./credential.ts";
import type { GraphEvents } from "./events.ts";
import type { Governor } from "./governor.ts";
import type { PermissionMode } from "./permissions.ts";
import type { Middleware } from "./request.ts";
import type { ResultCheck } from "./sender.ts";
import type { Transport } from "./transport.ts";
import type { Fetch } from "./transport-fetch.ts";

/** How a client is made. */
export interface GraphClientOptions {
  readonly credential: TokenCredential;
  readonly cloud?: Cloud;
  /** Instead of the cloud's own address: an emulator, a gateway. https, or http on this machine. */
  readonly baseUrl?: string;
  /** Handed to the credential, for one that knows several tenants. */
  readonly tenantId?: string;
  /** Instead of the platform's transport. */
  readonly fetch?: Fetch;
  /** Instead of the platform's transport: the caller's undici dispatcher, or a test. */
  readonly transport?: Transport;
  /** Around every call; the first is the outermost. It sees a call once, however often that is sent. */
  readonly middleware?: readonly Middleware[];
  /** Milliseconds for all attempts of a call; 100,000 when absent. Standing in the client's own queue does not count. */
  readonly deadlineMs?: number;
  /** How often a call is sent at most; 4 when absent, 1 for never again. */
  readonly maxAttempts?: number;
  /** When requests leave; Intune's published limits when absent, `false` for at once. */
  readonly governor?: Governor | false;
  /** Compares the token with the operation before sending; `"off"` when absent. */
  readonly permissions?: PermissionMode;
  /** Checks each result; without one the JSON is handed on as it came. */
  readonly decode?: ResultCheck;
  readonly events?: readonly GraphEvents[];
  /** Instead of the machine's own. */
  readonly clock?: Clock;
}
