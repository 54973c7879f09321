import { join } from "node:path";
import {
  type DesiredState,
  type Diagnostic,
  parseDesiredState,
  parseSnapshot,
  type Snapshot,
} from "@intunectl/assignments";
import { CliError, usage } from "./cli-error.ts";
import type { DecodedCsv } from "./csv-state.ts";
import { exitCodes } from "./exit-codes.ts";
import { readNamedFile, refuseBrokenJson } from "./named-file.ts";
import { toDiagnosticsError } from "./planning.ts";
import type { World } from "./world.ts";

/** What the named files want: desired states together, or one snapshot. */
export type Desired =
  | { readonly kind: "states"; readonly states: readonly DesiredState[]; readonly tenant: string }
  | {
      readonly kind: "snapshot";
      readonly snapshot: Snapshot;
      readonly file: string;
      readonly tenant: string;
    };

/**
 * Reads files and folders of them, or throws with everything that is wrong with all of them.
 *
 * With `replace` every configuration is replaced; with `merge` a YAML file says for itself, and a CSV is merged.
 */
export async function readDesiredFiles(
  world: World,
  paths: readonly string[],
  mode: "replace" | "merge" = "merge",
): Promise<Desired> {
  const files = (await Promise.all(paths.map((path) => expand(world, path)))).flat();
  const [only = ""] = files;
  if (files.length === 1 && /\.json$/i.test(only))
    return readSnapshotFile(await readNamedFile(world, only), only);
  const states: DesiredState[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const decoded = await readState(world, file, mode);
    if (decoded.kind === "decoded") states.push(decoded.state);
    else diagnostics.push(...decoded.diagnostics);
  }
  if (diagnostics.length > 0) throw toDiagnosticsError(diagnostics);
  return { kind: "states", states, tenant: findTenant(states) };
}

/** A snapshot, or an error that says why the file is none. */
export function readSnapshotFile(text: string, file: string): Desired & { readonly kind: "snapshot" } {
  const decoded = parseSnapshot(text);
  if (decoded.kind === "decoded")
    return { kind: "snapshot", snapshot: decoded.snapshot, file, tenant: decoded.snapshot.tenant };
  const hint = "a desired state is YAML; a saved plan goes to apply, a snapshot comes from snapshot";
  if (decoded.code === "not-json") refuseBrokenJson(text, file, hint);
  throw new CliError(`${file}: ${decoded.message}`, {
    code: decoded.code,
    exitCode: decoded.code === "snapshot-edited" ? exitCodes.refused : exitCodes.usage,
    hint,
  });
}

async function readState(world: World, file: string, mode: "replace" | "merge"): Promise<DecodedCsv> {
  const text = await readNamedFile(world, file);
  if (/\.csv$/i.test(file)) {
    const { parseCsvState } = await import("./csv-state.ts");
    return parseCsvState(text, file, mode);
  }
  const decoded = parseDesiredState(text, file);
  if (decoded.kind === "invalid" || mode === "merge") return decoded;
  const configurations = decoded.state.configurations.map((one) => ({ ...one, mode }));
  return { kind: "decoded", state: { ...decoded.state, configurations } };
}

function findTenant(states: readonly DesiredState[]): string {
  if (states.length === 0)
    throw usage("there is no desired state in what was named", "name a YAML file, or a folder with some");
  // A CSV names no tenant; it is for the one that is signed in to.
  const [first, ...others] = states.filter(({ tenant }) => tenant !== "");
  if (first === undefined) return "";
  const other = others.find(({ tenant }) => tenant.toLowerCase() !== first.tenant.toLowerCase());
  if (other === undefined) return first.tenant;
  throw usage(
    `${first.file} is for ${first.tenant}, and ${other.file} for ${other.tenant}`,
    "plan them one tenant at a time",
  );
}

/** A folder stands for the YAML files in it and below it, by name; what begins with a dot is left out. */
async function expand(world: World, path: string): Promise<readonly string[]> {
  if (!(await world.isFolder(path))) return [path];
  const found: string[] = [];
  for (const name of [...(await world.listFolder(path))].toSorted()) {
    if (name.startsWith(".")) continue;
    const inner = join(path, name);
    if (await world.isFolder(inner)) found.push(...(await expand(world, inner)));
    else if (/\.ya?ml$/i.test(name)) found.push(inner);
  }
  return found;
}
