import { clouds } from "@intunectl/graph-core";
import { clientClouds, readCloudName } from "../auth/cloud-names.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { flow } from "../render/text.ts";

/** `setup`: what an administrator types once, so that people or a pipeline can sign in; sends nothing. */
export async function setup(context: Context, given: Given): Promise<ExitCode> {
  const { options } = context;
  const cloud = readCloudName(options.cloud ?? "public");
  const tenant = options.tenant ?? "<tenant>";
  const readOnly = given.has("readOnly");
  const permission = `DeviceManagementConfiguration.${readOnly ? "Read" : "ReadWrite"}.All`;
  const names = [permission, "GroupMember.Read.All"];
  const { login } = clouds[clientClouds[cloud]];
  const consent = `${login}/${tenant}/adminconsent?client_id=<client id>`;
  const steps = [
    {
      what: "Register an app of your own, once for each tenant (an administrator, with the Azure CLI)",
      commands: [
        "az ad app create --display-name intunectl \\\n  --is-fallback-public-client true \\\n  --public-client-redirect-uris http://localhost",
      ],
    },
    {
      what: `Give it ${names.join(" and ")}, in the portal under API permissions: delegated for people, application for a pipeline; then consent`,
      commands: [consent],
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
