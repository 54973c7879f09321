import { isRecord } from "../packages.ts";

/** The file that lists what is installed with our packages, by license; `report` is what `pnpm licenses list --json` says. */
export function formatLicenseList(report: unknown): string {
  const groups = isRecord(report) ? Object.entries(report) : [];
  const rows = groups
    .map(
      ([license, packages]) =>
        [license, Array.isArray(packages) ? packages.map(toName).toSorted() : []] as const,
    )
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return [
    "# Licenses",
    "",
    "What is installed together with our packages, by license. Written by `pnpm run licenses`, held by `pnpm release:check`,",
    "which also refuses a license that is not on its list.",
    "",
    ...rows.flatMap(([license, names]) => [`- **${license}**: ${names.join(", ")}`]),
    "",
  ].join("\n");
}

function toName(each: unknown): string {
  return isRecord(each) ? String(each["name"]) : "?";
}
