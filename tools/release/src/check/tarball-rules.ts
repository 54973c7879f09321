import { isRecord } from "../packages.ts";

/** A packed package: its files by path below `package/`, and what the archive weighs. */
export interface Tarball {
  readonly file: string;
  readonly bytes: number;
  readonly files: ReadonlyMap<string, string>;
}

/** A tarball that is larger has something in it that nobody meant to publish. */
export const mostBytes = 400_000;

const licenses = ["LICENSE", "LICENSE.md", "LICENCE"];
/** What a registry runs on the machine of whoever installs the package. */
const installScripts = ["preinstall", "install", "postinstall", "prepare", "prepublish"];

/** What is wrong with a package as somebody would install it; empty when nothing is. */
export function checkTarball({ file, bytes, files }: Tarball): readonly string[] {
  const problems: string[] = [];
  const complain = (problem: string): void => void problems.push(`${file}: ${problem}`);
  if (bytes > mostBytes) complain(`${bytes} bytes are more than ${mostBytes}`);
  if (!licenses.some((name) => files.has(name))) complain("there is no LICENSE in it");
  for (const name of ["README.md", "CHANGELOG.md"])
    if ((files.get(name) ?? "").trim() === "") complain(`there is no ${name} in it`);
  for (const name of files.keys())
    if (/(^|\/)(test|dist-test|node_modules|bench|reports)\/|\.tsbuildinfo$|(^|\/)\.(?!d\.)/.test(name))
      complain(`${name} is nothing to publish`);
  const manifest = readJson(files.get("package.json") ?? "");
  if (manifest === undefined) {
    complain("its package.json is no object");
    return problems;
  }
  for (const problem of checkManifest(manifest, files)) complain(problem);
  return problems;
}

function checkManifest(
  manifest: Readonly<Record<string, unknown>>,
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const problems: string[] = [];
  for (const part of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    const wanted = manifest[part];
    for (const [name, range] of Object.entries(isRecord(wanted) ? wanted : {}))
      if (/^(workspace|catalog|file|link|portal|git|https?):/.test(String(range)))
        problems.push(`${part} has ${name} as "${String(range)}", which no registry knows`);
  }
  const scripts = manifest["scripts"];
  for (const name of installScripts)
    if (isRecord(scripts) && name in scripts)
      problems.push(`it has a script "${name}", which runs where it is installed`);
  if (JSON.stringify(manifest["exports"] ?? {}).includes("@intunectl/source"))
    problems.push(`its exports have the condition "@intunectl/source", which is for this repository`);
  for (const path of targetsOf(manifest))
    if (!files.has(path.replace(/^\.\//, "")))
      problems.push(`package.json names ${path}, which is not in it`);
  if (typeof manifest["license"] !== "string") problems.push("package.json names no license");
  if (!isRecord(manifest["engines"])) problems.push("package.json does not say which Node it needs");
  return problems;
}

/** Every file that package.json leads to. */
function targetsOf(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const paths: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.startsWith("./") && !value.includes("*")) paths.push(value);
    } else if (isRecord(value)) for (const each of Object.values(value)) visit(each);
  };
  for (const part of ["exports", "imports", "bin", "main", "types"]) visit(manifest[part]);
  return paths;
}

function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
