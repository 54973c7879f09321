import {
  ChainedTokenCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  type InteractiveBrowserCredential,
  type TokenCredential as AzureCredential,
} from "@azure/identity";
import { createGraphClient, createTokenSource, lazyCredential, type TokenCredential } from "../src/index.ts";

// Checked by the compiler, never run: what @azure/identity exports fits as it is.
export function checkCredentials(some: AzureCredential, interactive: InteractiveBrowserCredential): void {
  const ours: TokenCredential = some;
  const theirs: AzureCredential = ours;
  createGraphClient({ credential: theirs });
  createGraphClient({ credential: interactive });
  createGraphClient({ credential: new DefaultAzureCredential() });
  createGraphClient({ credential: new ClientSecretCredential("tenant", "client", "secret") });
  createGraphClient({ credential: new ChainedTokenCredential(some, interactive) });
  createTokenSource(new DefaultAzureCredential());
  createGraphClient({
    credential: lazyCredential(async () => new (await import("@azure/identity")).DefaultAzureCredential()),
  });
  // @ts-expect-error a string is no credential
  createGraphClient({ credential: "eyJ0eXAi" });
}
