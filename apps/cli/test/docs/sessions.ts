/** What each command's page types, in the demo tenant. */
export const sessions: Readonly<Record<string, readonly string[]>> = {
  "configs list": ["intunectl --demo configs list", "intunectl --demo configs list 'Edge:*' -o csv"],
  "configs show": ["intunectl --demo configs show 'Office: macro policy'"],
  "groups find": [
    "intunectl --demo groups find 'SG-Intune-R*'",
    "intunectl --demo groups find SG-Intune-Kisok",
  ],
  "filters list": ["intunectl --demo filters list"],
  assign: [
    "intunectl --demo assign 'Edge:*' 'Office:*' --to SG-Intune-Ring2 --except SG-Intune-Kiosk --dry-run",
    "intunectl --demo assign 'Edge: baseline' --to SG-Intune-Ring2",
    "intunectl --demo assign 'Edge: baseline' --to SG-Intune-Kisok",
  ],
  unassign: [
    "intunectl --demo unassign 'Edge:*' --from SG-Intune-Ring1 --dry-run",
    "intunectl --demo unassign 'Office:*' --from all-users",
  ],
  plan: ["intunectl --demo plan windows.yaml --out plan.json"],
  apply: [
    "intunectl --demo plan windows.yaml --out plan.json --quiet -o none",
    "intunectl --demo apply plan.json",
    "intunectl --demo apply plan.json",
  ],
  drift: [
    "intunectl --demo drift windows.yaml",
    "echo $?",
    "intunectl --demo drift windows.yaml -o json -q summary",
  ],
  diff: [
    "intunectl --demo snapshot --out before.json",
    "intunectl --demo assign 'Edge:*' --to SG-Intune-Ring2 --quiet -o none",
    "intunectl --demo diff before.json",
  ],
  snapshot: ["intunectl --demo snapshot --out before.json"],
  history: [
    "intunectl --demo assign 'Edge:*' --to SG-Intune-Ring2 --quiet -o none",
    "intunectl --demo history",
    "intunectl --demo history 0c41",
  ],
  undo: [
    "intunectl --demo assign 'Edge:*' --to SG-Intune-Ring2 --quiet -o none",
    "intunectl --demo undo --dry-run",
    "intunectl --demo undo 0c41",
  ],
  report: [
    "intunectl --demo plan windows.yaml --out plan.json --quiet -o none",
    "intunectl report plan.json",
    "intunectl report plan.json --html --out plan.html",
    "intunectl report plan.json --md",
  ],
  explain: ["intunectl --demo explain SG-Intune-Pilot"],
  export: ["intunectl --demo export 'Edge:*' 'Office:*'", "intunectl --demo export 'Edge:*' --as csv"],
  import: [
    "intunectl --demo export 'Edge:*' --out edge.csv",
    "sed s/Ring1/Ring2/ edge.csv | cut -d, -f1,3-5,7,8 > ring2.csv",
    "intunectl --demo import ring2.csv --dry-run",
  ],
  logout: ["intunectl logout"],
  whoami: ["intunectl whoami"],
  setup: ["intunectl setup --tenant contoso.onmicrosoft.com"],
  doctor: ["intunectl --demo doctor"],
  permissions: ["intunectl permissions"],
  schema: ["intunectl schema assignments | head -5"],
  completion: ["intunectl completion fish"],
  "demo reset": ["intunectl demo reset"],
  help: ["intunectl help exit-codes"],
};
