import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toPage } from "./generate-library.ts";

const fixture = resolve(import.meta.dirname, "../../../tools/graph-codegen/test/fixture");
const csdl = "graph/beta/csdl/scripting.xml";

const shell = `      <EntityType Name="shellScriptPolicy" BaseType="graph.scriptPolicy">
        <Property Name="shell" Type="Edm.String" />
        <Property Name="timeout" Type="Edm.Int32" Nullable="false" />
      </EntityType>
      <EntityType Name="scriptPolicyAssignment" `;

const entity = (name: string): string =>
  `[${name}](../resources/${name.toLowerCase()}.md) object in the response body.`;
const policies = "/scripting/scriptPolicies";

/** The generator's own test specs, with a derived type and five more lines in the surface. */
export const scriptFiles: Readonly<Record<string, string>> = {
  "surface.yaml": `${readFileSync(join(fixture, "surface.yaml"), "utf8")}
  - page: api/scriptpolicy-create.md
  - page: api/shellscriptpolicy-create.md
  - page: api/scriptpolicy-update.md
  - page: api/scriptpolicy-delete.md
`,
  [csdl]: readFileSync(join(fixture, csdl), "utf8").replace(
    '      <EntityType Name="scriptPolicyAssignment" ',
    shell,
  ),
  "graph/beta/api/scriptpolicy-create.md": toPage(
    "Create scriptPolicy",
    `POST ${policies}`,
    ["displayName"],
    `\`201 Created\` response code and a ${entity("scriptPolicy")}`,
  ),
  "graph/beta/api/shellscriptpolicy-create.md": toPage(
    "Create shellScriptPolicy",
    `POST ${policies}`,
    ["displayName", "shell"],
    `\`201 Created\` response code and a ${entity("shellScriptPolicy")}`,
  ),
  "graph/beta/api/scriptpolicy-update.md": toPage(
    "Update scriptPolicy",
    `PATCH ${policies}/{scriptPolicyId}`,
    ["displayName"],
    `\`200 OK\` response code and an updated ${entity("scriptPolicy")}`,
  ),
  "graph/beta/api/scriptpolicy-delete.md": toPage(
    "Delete scriptPolicy",
    `DELETE ${policies}/{scriptPolicyId}`,
    [],
    "`204 No Content` response code.",
  ),
};
