import type { Severity } from "../../src/diff/change.ts";
import type { ChangeCode } from "../../src/diff/codes.ts";
import { csdl, openapi, overlay, page, surface, swap } from "../fixture-world.ts";

/** One rule, as an edit of the specs under `test/fixture`. */
export interface SurfaceCase {
  readonly code: ChangeCode;
  readonly severity: Severity;
  /** What is different before, where the fixture does not have what changes. */
  readonly before?: Readonly<Record<string, (text: string) => string>>;
  /** The part of the consumer that is left then. */
  readonly consumer?: string;
  readonly changes: Readonly<Record<string, (text: string) => string>>;
  /** What a program checks of the library when it runs: an allow list, a stand-in, what was consented to. */
  readonly run?: string;
}

const addOverlay =
  (fact: string, is: string): ((text: string) => string) =>
  (text) =>
    `${text}  - id: added\n    rule: R005\n    fact: ${fact}\n    is: ${is}\n    because: seen\n    evidence:\n      - { source: contoso, says: so }\n`;

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
const noLink = swap(/(scriptPolicyAssignment" \},\n +\}\n) +"@odata.nextLink": \{ type: string \}\n/, "$1");

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

export const surfaceCases: readonly SurfaceCase[] = [
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
  {
    code: "result-paging-changed",
    severity: "minor",
    before: { [openapi]: noLink },
    changes: { [openapi]: (text) => text },
  },
  {
    code: "permissions-narrowed",
    severity: "major",
    changes: { [overlay]: swap("is: [Scripts.Assign.All]", "is: [Scripts.ReadWrite.All]") },
    run: `if (!lib.assignScriptPolicy.permissions.delegated.includes("Scripts.Assign.All")) throw new Error("this is what we consented to");`,
  },
  {
    code: "permissions-widened",
    severity: "minor",
    changes: { [page]: swap("|Application|Not supported.|", "|Application|Scripts.Assign.All|") },
  },
  {
    code: "permissions-widened",
    severity: "minor",
    changes: {
      [overlay]: swap("is: [Scripts.Assign.All]", "is: [Scripts.Assign.All, Scripts.ReadWrite.All]"),
    },
  },
  {
    code: "operation-moved",
    severity: "major",
    changes: {
      [openapi]: swap(
        "  /scripting/scriptPolicies/{scriptPolicy-id}:\n",
        "  /scripting/policies/{scriptPolicy-id}:\n",
      ),
    },
    run: `if (!lib.getScriptPolicy.path.startsWith("/scripting/scriptPolicies/")) throw new Error("not on the allow list");`,
  },
  {
    code: "operation-renamed",
    severity: "major",
    changes: {
      [surface]: swap(
        "  - openapi: getScriptPolicy\n",
        "  - openapi: getScriptPolicy\n    name: readScriptPolicy\n",
      ),
    },
  },
  {
    code: "operation-removed",
    severity: "major",
    changes: { [surface]: swap("  - openapi: listScriptPolicies\n", "") },
  },
  {
    code: "repeatable-changed",
    severity: "minor",
    changes: { [overlay]: addOverlay("operations.assignScriptPolicy.idempotent", "true") },
  },
  {
    code: "result-paging-changed",
    severity: "major",
    changes: {
      [openapi]: swap(
        `microsoft.graph.scriptPolicy" } }\n                  "@odata.nextLink": { type: string }\n`,
        `microsoft.graph.scriptPolicy" } }\n`,
      ),
    },
  },
  {
    code: "parameter-added",
    severity: "minor",
    changes: {
      [openapi]: swap(
        "        - { name: $top,",
        "        - { name: $skip, in: query, schema: { type: integer } }\n        - { name: $top,",
      ),
    },
  },
  {
    code: "parameter-renamed",
    severity: "major",
    changes: {
      [openapi]: swap(
        "  /scripting/scriptPolicies/{scriptPolicy-id}:\n",
        "  /scripting/scriptPolicies/{policy-id}:\n",
      ),
    },
  },
  {
    code: "property-became-optional",
    severity: "major",
    changes: { [overlay]: addOverlay("types.scriptPolicy.createdDateTime.optional", "true") },
  },
  {
    code: "property-became-required",
    severity: "major",
    changes: { [overlay]: addOverlay("types.teamScriptTarget.note.optional", "false") },
  },
  {
    code: "property-became-nullable",
    severity: "major",
    changes: {
      [csdl]: swap(
        `<Property Name="teamId" Type="Edm.String" Nullable="false" />`,
        `<Property Name="teamId" Type="Edm.String" />`,
      ),
    },
  },
  {
    code: "property-added",
    severity: "minor",
    changes: {
      [csdl]: swap(
        `<Property Name="displayName" Type="Edm.String" />`,
        `<Property Name="displayName" Type="Edm.String" /><Property Name="size" Type="Edm.Int64" Nullable="false" />`,
      ),
    },
  },
  {
    code: "variant-added",
    severity: "major",
    changes: {
      [csdl]: swap(
        `<ComplexType Name="scriptTarget" Abstract="true" />`,
        `<ComplexType Name="scriptTarget" Abstract="true" /><ComplexType Name="guestScriptTarget" BaseType="graph.scriptTarget" />`,
      ),
    },
  },
  {
    code: "type-became-concrete",
    severity: "major",
    changes: {
      [csdl]: swap(
        `<ComplexType Name="scriptTarget" Abstract="true" />`,
        `<ComplexType Name="scriptTarget" />`,
      ),
    },
  },
  {
    code: "documentation-changed",
    severity: "patch",
    changes: {
      [overlay]: swap(
        "is: Replace every assignment of a script policy.",
        "is: Put other assignments in their place.",
      ),
    },
  },
  {
    code: "documentation-changed",
    severity: "patch",
    changes: {
      [page]: swap(
        "|Authorization|Bearer &lt;token&gt; Required.|",
        "|Authorization|Bearer &lt;token&gt;. Required.|",
      ),
    },
  },
];
