import type { ServiceContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";

/**
 * 401 that asks for a token made from now on, as continuous access evaluation does.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function claimsChallenge({ scheme, now }: ServiceContext, { request }: Exchange): Failure {
  const claims = {
    access_token: { nbf: { essential: true, value: String(Math.floor(now() / 1000)) } },
  };
  const encoded = Buffer.from(JSON.stringify(claims)).toString("base64");
  const authority = `${scheme}://${request.headers["host"] ?? ""}/common/oauth2/v2.0/authorize`;
  return new Failure(
    401,
    "InvalidAuthenticationToken",
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
    "plain",
    {
      "www-authenticate": `Bearer realm="", authorization_uri="${authority}", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="${encoded}"`,
    },
  );
}
