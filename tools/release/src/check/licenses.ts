import { isRecord } from "../packages.ts";

/** Licenses under which code may come with what we publish. */
const published: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  // Asks that its own files stay under it: a dependency that is installed as it is fulfils that.
  "MPL-2.0",
]);

/** Under which code may help to build and to test: nothing of it is passed on. */
const used: ReadonlySet<string> = new Set([...published, "CC0-1.0", "PSF-2.0", "Python-2.0"]);

/**
 * Dependencies whose license is not among those that are allowed; `report` is what `pnpm licenses list --json` says.
 * Of alternatives one is enough; an unknown license is none.
 */
export function findForbiddenLicenses(report: unknown, purpose: "published" | "used"): readonly string[] {
  if (!isRecord(report)) return ["pnpm did not list the licenses of the dependencies"];
  const allowed = purpose === "published" ? published : used;
  return Object.entries(report).flatMap(([license, packages]) =>
    isAllowed(license, allowed) || !Array.isArray(packages)
      ? []
      : packages.map((each: unknown) => `${isRecord(each) ? String(each["name"]) : "?"} is under ${license}`),
  );
}

function isAllowed(license: string, allowed: ReadonlySet<string>): boolean {
  const inner = license.replace(/^\((.*)\)$/, "$1");
  if (inner.includes(" OR ")) return inner.split(" OR ").some((each) => isAllowed(each, allowed));
  if (inner.includes(" AND ")) return inner.split(" AND ").every((each) => isAllowed(each, allowed));
  return allowed.has(inner);
}
