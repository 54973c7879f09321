import { csdl, openapi, overlay, page, surface, swap } from "../../fixture-world.ts";
import { addOverlay } from "./add-overlay.ts";
import type { SurfaceCase } from "./surface-case.ts";

const onlyRead: SurfaceCase["before"] = {
  [surface]: swap("  - page: api/scriptpolicy-assign.md\n", ""),
  [overlay]: () => "overlays: []\n",
};
const onlySent: SurfaceCase["before"] = {
  [surface]: swap(/  - openapi: [^]*/, ""),
  [csdl]: swap(/ *<ReturnType [^>]*>\n/, ""),
  [page]: (text) =>
    text
      .replace(/`200 OK` response code and a .* in the response body\./, "`204 No Content` response code.")
      .replace(/### Response[^]*/, ""),
};
const updatePage = `# Update scriptPolicy
Update the properties of a scriptPolicy object.
## Prerequisites
|Permission type|Permissions (from least to most privileged)|
|:---|:---|
|Delegated (work or school account)|Scripts.ReadWrite.All|
|Application|Not supported.|
## HTTP Request
\`\`\` http
PATCH /scripting/scriptPolicies/{scriptPolicyId}
\`\`\`
## Request body
In the request body, supply a JSON representation for the scriptPolicy object.

|Property|Type|Description|
|:---|:---|:---|
|displayName|String|Its name|
## Response
If successful, this method returns a \`204 No Content\` response code.
`;
/** An operation whose body is an entity, and nothing that reads it. */
const onlyUpdate: SurfaceCase["before"] = {
  [surface]: () => "version: beta\noperations:\n  - page: api/scriptpolicy-update.md\n",
  "specs/graph/beta/api/scriptpolicy-update.md": () => updatePage,
  [overlay]: () => "overlays: []\n",
};
const updater = `import { updateScriptPolicy } from "./lib/index.ts";
import type { ScriptPolicyBody, UpdateScriptPolicyInput } from "./lib/index.ts";
const body: ScriptPolicyBody = { displayName: null, state: "draft" };
const input: UpdateScriptPolicyInput = { scriptPolicyId: "1", ...body };
export const name: string = updateScriptPolicy.name + input.scriptPolicyId;`;
const displayName = `<Property Name="displayName" Type="Edm.String" />`;

/** What is sent breaks others than what comes back. */
export const bodyCases: readonly SurfaceCase[] = [
  {
    code: "property-no-longer-nullable",
    severity: "major",
    before: onlyUpdate,
    consumer: updater,
    changes: {
      ...onlyUpdate,
      [csdl]: swap(displayName, displayName.replace(" />", ` Nullable="false" />`)),
      [openapi]: swap("displayName: { type: string, nullable: true }", "displayName: { type: string }"),
    },
  },
  {
    code: "property-removed",
    severity: "major",
    before: onlyUpdate,
    consumer: updater,
    changes: {
      ...onlyUpdate,
      [csdl]: swap(displayName, ""),
      [openapi]: swap(
        "        displayName: { type: string, nullable: true }\n",
        "        id: { type: string }\n",
      ),
    },
  },
  {
    code: "property-added",
    severity: "minor",
    before: onlyUpdate,
    consumer: updater,
    changes: {
      ...onlyUpdate,
      [csdl]: swap(displayName, `${displayName}<Property Name="owner" Type="Edm.String" Nullable="false" />`),
    },
  },
  {
    code: "property-became-nullable",
    severity: "minor",
    before: onlyUpdate,
    consumer: updater,
    changes: {
      ...onlyUpdate,
      [csdl]: swap(
        `<Property Name="state" Type="graph.scriptState" Nullable="false" />`,
        `<Property Name="state" Type="graph.scriptState" />`,
      ),
    },
  },
  {
    code: "property-became-optional",
    severity: "minor",
    before: onlySent,
    consumer: `import type { AssignScriptPolicyInput } from "./lib/index.ts";
export const input: AssignScriptPolicyInput = {
  scriptPolicyId: "1",
  assignments: [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget", teamId: "2" } }],
};`,
    changes: { ...onlySent, [overlay]: addOverlay("types.teamScriptTarget.teamId.optional", "true") },
  },
  {
    code: "property-became-required",
    severity: "minor",
    before: onlyRead,
    consumer: `import type { TeamScriptTarget } from "./lib/index.ts";
export const read = ({ note, teamId }: TeamScriptTarget): string => note ?? teamId;`,
    changes: {
      ...onlyRead,
      [overlay]: () => addOverlay("types.teamScriptTarget.note.optional", "false")("overlays:\n"),
    },
  },
];
