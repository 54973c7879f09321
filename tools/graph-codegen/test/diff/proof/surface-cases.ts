import { csdl, openapi, overlay, page, surface, swap } from "../../fixture-world.ts";
import { addOverlay } from "./add-overlay.ts";
import { bodyCases } from "./body-cases.ts";
import type { SurfaceCase } from "./surface-case.ts";

/** What `getScriptPolicy` wants its callers to be allowed. */
const unstated = /(operationId: getScriptPolicy\n[^]*?) +security: .*\n/;
const noLink = swap(/(scriptPolicyAssignment" \},\n +\}\n) +"@odata.nextLink": \{ type: string \}\n/, "$1");

/** The rules of a surface: pages, metadata and OpenAPI together. */
export const surfaceCases: readonly SurfaceCase[] = [
  ...bodyCases,
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
  {
    code: "documentation-changed",
    severity: "patch",
    changes: {
      [page]: swap(
        `"id": "5e0ae5e0-e5e0-5e0a-e0e5-0a5ee0e50a5e"`,
        `"id": "5e0ae5e0-e5e0-5e0a-e0e5-0a5ee0e50a5e",\n      "source": "direct"`,
      ),
    },
  },
  {
    code: "permissions-known",
    severity: "patch",
    changes: { [openapi]: swap(unstated, "$1") },
  },
  {
    code: "permissions-known",
    severity: "patch",
    before: { [openapi]: swap(unstated, "$1") },
    changes: { [openapi]: (text) => text },
  },
  {
    code: "permissions-reordered",
    severity: "patch",
    before: {
      [overlay]: swap("is: [Scripts.Assign.All]", "is: [Scripts.Assign.All, Scripts.ReadWrite.All]"),
    },
    changes: {
      [overlay]: swap("is: [Scripts.Assign.All]", "is: [Scripts.ReadWrite.All, Scripts.Assign.All]"),
    },
  },
  {
    code: "parameter-moved",
    severity: "patch",
    verdict: "major",
    changes: {
      [openapi]: swap(
        "  /scripting/scriptPolicies/{scriptPolicy-id}:\n    get:\n",
        "  /scripting/scriptPolicy:\n    get:\n      parameters:\n        - { name: scriptPolicyId, in: query, required: true, schema: { type: string } }\n",
      ),
    },
  },
];
