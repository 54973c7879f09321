import { join } from "node:path";
import type { World } from "./world.ts";

/** Where runs are kept; the demo's are apart, so that a reset can drop them all. */
export function toStateFolder(
  { environment, platform, homeFolder }: Pick<World, "environment" | "platform" | "homeFolder">,
  isDemo: boolean,
): string {
  const root = toRoot(environment, platform, homeFolder);
  return isDemo ? join(root, "demo") : root;
}

/** Where the demo's emulator keeps its tenant. */
export function toDemoDataFolder(stateFolder: string): string {
  return join(stateFolder, "emulator");
}

/** A tenant's name as a folder's name. */
export function toFolderName(tenant: string): string {
  const name = tenant.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "_");
  return /^\.*$/.test(name) ? "_" : name;
}

function toRoot(environment: World["environment"], platform: string, homeFolder: string): string {
  const named = environment["INTUNECTL_STATE"];
  if (isSet(named)) return named;
  const xdg = environment["XDG_STATE_HOME"];
  if (isSet(xdg)) return join(xdg, "intunectl");
  const local = environment["LOCALAPPDATA"];
  if (platform === "win32" && isSet(local)) return join(local, "intunectl");
  return join(homeFolder, ".local", "state", "intunectl");
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
