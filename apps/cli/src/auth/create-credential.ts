import type { AuthenticationRecord, IdentityPlugin } from "@azure/identity";
import { clouds, type TokenCredential } from "@intunectl/graph-core";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import type { World } from "../world.ts";
import { clientClouds } from "./cloud-names.ts";
import type { Profile } from "./profile.ts";

/** What renews a person's sign-in without asking them. */
export interface SignInCache {
  readonly plugin: IdentityPlugin;
  /** Who signed in before; absent when somebody signs in now. */
  readonly account?: AuthenticationRecord;
}

/** A credential that can say who signed in. */
export interface InteractiveCredential extends TokenCredential {
  authenticate(
    scopes: string[],
    options: { readonly enableCae: boolean },
  ): Promise<AuthenticationRecord | undefined>;
}

/** A credential of `@azure/identity` for a profile; secrets come from the environment and are kept nowhere. */
export async function createCredential(
  { method, tenant, clientId, cloud, certificatePath }: Profile,
  { environment }: Pick<World, "environment">,
  tell: (message: string) => void,
  cache?: SignInCache,
): Promise<TokenCredential | InteractiveCredential> {
  const identity = await import("@azure/identity");
  if (cache !== undefined) identity.useIdentityPlugin(cache.plugin);
  const authorityHost = environment["AZURE_AUTHORITY_HOST"] || clouds[clientClouds[cloud]].login;
  // Asking Microsoft whether an authority is genuine makes no sense for one that is not Microsoft's.
  const isKnown = Object.values(clouds).some(({ login }) => login === authorityHost);
  const options = { authorityHost, ...(isKnown ? {} : { disableInstanceDiscovery: true }) };
  const inTenant = { ...options, ...(tenant === undefined ? {} : { tenantId: tenant }) };
  const asPerson = {
    ...inTenant,
    ...(cache === undefined ? {} : { tokenCachePersistenceOptions: { enabled: true } }),
    // Only `login` may ask a person; what comes later renews or fails.
    ...(cache?.account === undefined
      ? {}
      : { authenticationRecord: cache.account, disableAutomaticAuthentication: true }),
  };
  switch (method) {
    case "browser":
      return new identity.InteractiveBrowserCredential({
        ...asPerson,
        clientId: need(clientId, "--client-id", "an app of your own signs people in"),
        redirectUri: "http://localhost",
      });
    case "device-code":
      return new identity.DeviceCodeCredential({
        ...asPerson,
        clientId: need(clientId, "--client-id", "an app of your own signs people in"),
        userPromptCallback: ({ message }) => tell(message),
      });
    case "azure-cli":
      return new identity.AzureCliCredential(tenant === undefined ? {} : { tenantId: tenant });
    case "client-secret":
      return new identity.ClientSecretCredential(
        need(tenant, "--tenant"),
        need(clientId, "--client-id"),
        need(environment["AZURE_CLIENT_SECRET"], "AZURE_CLIENT_SECRET"),
        options,
      );
    case "certificate": {
      const password = environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] ?? "";
      return new identity.ClientCertificateCredential(
        need(tenant, "--tenant"),
        need(clientId, "--client-id"),
        {
          certificatePath: need(certificatePath, "--certificate"),
          ...(password === "" ? {} : { certificatePassword: password }),
        },
        options,
      );
    }
    case "workload-identity":
      return new identity.WorkloadIdentityCredential({
        ...inTenant,
        clientId: need(clientId, "--client-id"),
        tokenFilePath: need(environment["AZURE_FEDERATED_TOKEN_FILE"], "AZURE_FEDERATED_TOKEN_FILE"),
      });
    case "managed-identity":
      return clientId === undefined
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId });
    default:
      return method satisfies never;
  }
}

function need(value: string | undefined, name: string, why?: string): string {
  if (value !== undefined && value !== "") return value;
  throw new CliError(`this way to sign in needs ${name}${why === undefined ? "" : `: ${why}`}`, {
    code: "sign-in-incomplete",
    exitCode: exitCodes.signIn,
    hint: "intunectl setup says how to register an app",
  });
}
