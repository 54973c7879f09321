import type { Diagnostic } from "./diagnostic.ts";
import type { Directory, Resolution, ResolvedConfiguration } from "./directory.ts";
import type { SkippedConfiguration } from "./plan-file.ts";
import type { ResolveOptions } from "./resolve.ts";
import type { Snapshot } from "./snapshot.ts";

/** What it takes to have each set of a snapshot again, exactly, or with `merge` at least. Ids decide; names may have changed since. */
export function resolveSnapshot(
  snapshot: Snapshot,
  directory: Pick<Directory, "configurations">,
  { skipUnresolved = false, mode = "replace" }: ResolveOptions & { readonly mode?: "replace" | "merge" } = {},
): Resolution {
  const byId = new Map(directory.configurations.map((entry) => [entry.id.toLowerCase(), entry]));
  const configurations: ResolvedConfiguration[] = [];
  const skipped: SkippedConfiguration[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { resource, id, name, assignments, unreadable } of snapshot.configurations) {
    const found = byId.get(id.toLowerCase());
    if (found === undefined)
      diagnostics.push({
        code: "unknown-configuration",
        message: `configuration "${name}" (${id}) no longer exists`,
        hint: "add --skip-unresolved to restore the others",
      });
    else if (assignments === undefined)
      skipped.push({
        resource,
        id,
        name,
        reason: `was not read when the snapshot was taken: ${unreadable ?? "?"}`,
      });
    else configurations.push({ ...found, mode, desired: assignments });
  }
  if (diagnostics.length > 0 && !skipUnresolved) return { kind: "unresolved", diagnostics };
  return { kind: "resolved", configurations, skipped, leftOut: diagnostics };
}
