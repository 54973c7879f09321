import {
  allDevices,
  allUsers,
  type Assignment,
  createPlanFile,
  exclude,
  include,
  type Labels,
  type PlanFile,
  planConfigurations,
  type ResolvedConfiguration,
} from "@intunectl/assignments";
import type { Appearance } from "../src/render/appearance.ts";
import { toAppearance } from "../src/render/appearance.ts";

const groups = {
  ring0: "2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761",
  ring1: "6b1d0f42-9c38-4a6e-b7f5-12d8c4a0e953",
  ring2: "d4c87e35-1f60-4b92-a3d8-7e5a9b06c2f1",
  kiosk: "f7a04d9c-2b85-4e63-8d17-c9e6025b4a38",
  gone: "15c6e8f3-7d92-4a04-b5e1-08f3d7c2a96b",
  hidden: "83e5b2a7-c0d4-4f19-96e2-5b7d1a3f8c40",
};
const corp = { id: "b96e0c24-8f3d-4a71-85c2-e7d1f4a0935b", mode: "include" } as const;
const windows11 = { id: "a1d7f3c9-5e20-4b8a-9f64-3c0e8d2b7156", mode: "exclude" } as const;

/** Names of all but one group, which could not be looked up, and one that is deleted. */
export const labels: Labels = {
  groups: {
    [groups.ring0]: "SG-Intune-Ring0",
    [groups.ring1]: "SG-Intune-Ring1",
    [groups.ring2]: "SG-Intune-Ring2",
    [groups.kiosk]: "SG-Intune-Kiosk",
  },
  deletedGroups: [groups.gone],
  filters: { [corp.id]: "Windows corporate owned", [windows11.id]: "Windows 11" },
};

const from = (...targets: readonly Assignment["target"][]): readonly Assignment[] =>
  targets.map((target) => ({ target }));

interface Row {
  readonly name: string;
  readonly id: string;
  readonly mode: "replace" | "merge";
  readonly before?: readonly Assignment[];
  readonly desired: readonly Assignment[];
}

const rows: readonly Row[] = [
  {
    name: "Edge: baseline",
    id: "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14",
    mode: "replace",
    before: from(include(groups.ring0), include(groups.ring1), exclude(groups.kiosk)),
    desired: from(include(groups.ring0), include(groups.ring1), include(groups.ring2), exclude(groups.kiosk)),
  },
  {
    name: "Office: macro policy",
    id: "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60",
    mode: "replace",
    before: from(allUsers(), exclude(groups.gone)),
    desired: from(allDevices(windows11), exclude(groups.gone), exclude(groups.kiosk)),
  },
  {
    name: "OneDrive: known folder move with a name that is rather too long for one line",
    id: "c03d55f1-6a2b-4e9c-b7d4-18f03a6c5e92",
    mode: "merge",
    before: from(include(groups.ring0), include(groups.ring2), include(groups.hidden)),
    desired: from(include(groups.ring2, corp)),
  },
  {
    name: "Lock screen: \u001B[31mimage",
    id: "77aa0c3e-5b1d-4f86-a2c9-90d4e7b36f18",
    mode: "merge",
    before: from(allDevices(windows11)),
    desired: from(allDevices(windows11)),
  },
  {
    name: "Printers",
    id: "0aa1b2c3-5b1d-4f86-a2c9-90d4e7b36f18",
    mode: "replace",
    before: from(include(groups.ring0)),
    desired: [],
  },
  {
    name: "Legacy: IE mode sites",
    id: "e1904b2d-7f3a-4c65-9e08-d5b2a1c4f673",
    mode: "merge",
    desired: from(include(groups.ring0)),
  },
];

/** A plan with every kind of change, every kind of name, a warning, and a configuration that could not be read. */
export function createSamplePlan(): PlanFile {
  const wanted = rows.map(({ name, id, mode, desired }, index): ResolvedConfiguration => {
    const position = { file: "windows.yaml", line: 10 + index * 4, column: 5 };
    return { resource: "groupPolicyConfigurations", id, name, mode, desired, position };
  });
  const sets = new Map(
    rows.map(({ id, before }) => [
      id,
      before === undefined
        ? ({
            kind: "unknown",
            code: "unreadable",
            reason: "User is not authorized to perform this operation",
          } as const)
        : ({ kind: "known", assignments: before } as const),
    ]),
  );
  const { configurations, skipped, findings } = planConfigurations(wanted, sets);
  return createPlanFile({
    tenant: "contoso.onmicrosoft.com",
    source: "windows.yaml",
    configurations,
    skipped,
    findings,
    labels,
  });
}

/** A terminal without colours, 80 columns wide if not said otherwise. */
export function createAppearance(
  options: { readonly columns?: number; readonly ascii?: boolean } = {},
): Appearance {
  const out = { write: () => {}, isTerminal: false, columns: options.columns };
  return toAppearance({ environment: {}, out, err: out }, { color: true, ascii: options.ascii === true });
}
