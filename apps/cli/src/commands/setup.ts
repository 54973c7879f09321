import { clouds } from "@intunectl/graph-core";
import { clientClouds, readCloudName } from "../auth/cloud-names.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { flow } from "../render/text.ts";

// Microsoft Graph itself, and its permissions; these ids are the same in every tenant.
const graphId = "00000003-0000-0000-c000-000000000000";
const permissionIds = new Map([
  [
    "DeviceManagementConfiguration.Read.All",
    { scope: "f1493658-876a-4c87-8fa7-edb559b3476a", role: "dc377aa6-52d8-4e23-b271-2a7ae04cedf3" },
  ],
  [
    "DeviceManagementConfiguration.ReadWrite.All",
    { scope: "0883f392-0a7a-443d-8c76-16a6d39c7b63", role: "9241abd9-d0e6-425a-bd4f-47ba86e767a4" },
  ],
  [
    "GroupMember.Read.All",
    { scope: "bc024368-1153-4739-b217-4326f2e966d0", role: "98830695-27a2-44f7-8c18-0c3ebc9698f6" },
  ],
]);

/** `setup`: what an administrator types once, so that people or a pipeline can sign in; sends nothing. */
export async function setup(context: Context, given: Given): Promise<ExitCode> {
  const { options } = context;
  const cloud = readCloudName(options.cloud ?? "public");
  const tenant = options.tenant ?? "<tenant>";
  const readOnly = given.has("readOnly");
  const permission = `DeviceManagementConfiguration.${readOnly ? "Read" : "ReadWrite"}.All`;
  const names = [permission, "GroupMember.Read.All"];
  const { login } = clouds[clientClouds[cloud]];
  const grants = names.flatMap((name) => permissionIds.get(name) ?? []);
  const toGrant = (kind: "scope" | "role"): string =>
    `az ad app permission add --id <client id> \\\n  --api ${graphId} \\\n  --api-permissions ${grants.map((ids) => `${ids[kind]}=${kind === "scope" ? "Scope" : "Role"}`).join(" \\\n    ")}`;
  const consent = `${login}/${tenant}/adminconsent?client_id=<client id>`;
  const steps = [
    {
      what: "Register an app of your own, once for each tenant (an administrator, with the Azure CLI)",
      commands: [
        "az ad app create --display-name intunectl \\\n  --is-fallback-public-client true \\\n  --public-client-redirect-uris http://localhost",
      ],
    },
    {
      what: `Ask for ${names.join(" and ")}: the first command for people, the second for a pipeline that signs in as the app itself`,
      commands: [toGrant("scope"), toGrant("role")],
    },
    {
      what: "Consent to it, with the Azure CLI or in a browser",
      commands: ["az ad app permission admin-consent --id <client id>", consent],
    },
    {
      what: "Sign in",
      commands: [
        `intunectl login --tenant ${tenant} --client-id <client id>`,
        `intunectl login --tenant ${tenant} --client-id <client id> \\\n  --method device-code`,
      ],
    },
    { what: "Look whether all is there", commands: ["intunectl doctor"] },
  ];
  await context.answer({
    text: () =>
      steps
        .map(
          ({ what, commands }, index) =>
            `${flow(`${index + 1}. ${what}`.split(" "), context.appearance.width - 3, " ").join("\n   ")}\n\n${commands.map((command) => `   ${command.replaceAll("\n", "\n   ")}\n`).join("")}`,
        )
        .join("\n"),
    value: { cloud, tenant, permissions: names, consent, redirectUri: "http://localhost", steps },
  });
  return exitCodes.done;
}
