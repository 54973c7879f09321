import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { createSourceText } from "../src/model/source-text.ts";
import { readOperationPage } from "../src/read/page.ts";
import { permissionTable } from "../src/reconcile/rules/R003-permissions.ts";
import { corpus, hasCorpus } from "./workspace.ts";

const service = "DeviceManagementServiceConfig.ReadWrite.All";
const configuration = "DeviceManagementConfiguration.ReadWrite.All";

interface Want {
  readonly delegated: readonly string[];
  readonly application: readonly string[];
  readonly order: "most-first" | "least-first";
  readonly targetType: string;
}

/** The assign page through the years, as Microsoft published it. */
test.skipIf(!hasCorpus).each<[date: string, want: Want]>([
  [
    "2019-01-22",
    {
      delegated: [service],
      application: [],
      order: "most-first",
      targetType: "microsoft.graph.deviceAndAppManagementAssignmentTarget",
    },
  ],
  [
    "2019-08-08",
    {
      delegated: [service],
      application: [service],
      order: "most-first",
      targetType: "microsoft.graph.deviceAndAppManagementAssignmentTarget",
    },
  ],
  [
    "2020-04-10",
    {
      delegated: [configuration],
      application: [configuration],
      order: "most-first",
      targetType: "microsoft.graph.deviceAndAppManagementAssignmentTarget",
    },
  ],
  [
    "2020-06-12",
    {
      delegated: [configuration],
      application: [configuration],
      order: "most-first",
      targetType: "microsoft.graph.allDevicesAssignmentTarget",
    },
  ],
  [
    "2021-03-11",
    {
      delegated: [configuration],
      application: [configuration],
      order: "least-first",
      targetType: "microsoft.graph.configurationManagerCollectionAssignmentTarget",
    },
  ],
])("the assign page of %s (from the corpus of pages) is read as it stands", (date, want) => {
  const file = `grouppolicyconfiguration-assign.${date}.md`;
  const { page, diagnostics } = readOperationPage(
    createSourceText(file, readFileSync(join(corpus, "history", file), "utf8")),
  );
  expect(diagnostics).toEqual([]);
  const odd: Diagnostic[] = [];
  const permissions = page === undefined ? undefined : permissionTable.read(page.permissions, odd);
  expect(odd).toEqual([]);
  expect(permissions?.delegated.names).toEqual(want.delegated);
  expect(permissions?.application.names).toEqual(want.application);
  expect(page?.permissions.order.value).toBe(want.order);
  expect(page?.requests.map(({ value }) => value.path)).toEqual([
    "/deviceManagement/groupPolicyConfigurations/{groupPolicyConfigurationId}/assign",
  ]);
  expect(page?.response.value).toMatchObject({
    status: 200,
    returns: { name: "groupPolicyConfigurationAssignment", isCollection: true },
  });
  expect(page?.examples[1]?.body?.text).toContain(`"@odata.type": "${want.targetType}"`);
});
