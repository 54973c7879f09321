/** `groupPolicyConfiguration` -> `GroupPolicyConfiguration`. */
export function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.slice(0, 1).toUpperCase() + camel.slice(1);
}

/** `groupPolicyConfiguration-id` -> `groupPolicyConfigurationId`. */
export function camelCase(name: string): string {
  const joined = /[^A-Za-z0-9_$]/.test(name)
    ? name.replace(/[^\p{L}\p{N}_$]+(.)?/gu, (_, next: string | undefined) => (next ?? "").toUpperCase())
    : name;
  return joined.slice(0, 1).toLowerCase() + joined.slice(1);
}

/** `deviceAndAppManagementAssignmentTarget` -> `device-and-app-management-assignment-target`, for file names. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

/** `microsoft.graph.groupAssignmentTarget` -> `groupAssignmentTarget`. */
export function shortName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf(".") + 1);
}

/** Sorts by UTF-16 units: the same on every machine and in every locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The known name that is nearest to `name`, when one is near enough to be a slip. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // In a long name a third would be another word.
  let least = Math.min(Math.floor(name.length / 3), 6) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
