import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What the peers read: made from the same metadata, where they cannot read it as it is. */
export interface PeerInputs {
  /** OpenAPI 3 of Intune with all schemas that it reaches. */
  readonly openapi: string;
  /** CSDL in which the two enums without members have one: odata2ts stops at them. */
  readonly csdl: string;
}

/** The CSDL packages are scripts without types; this is what is used of them. */
interface Converters {
  readonly xml2json: (xml: string) => Record<string, unknown>;
  readonly csdl2openapi: (csdl: unknown, options: object) => unknown;
}

/** Makes the peers' inputs in a folder. */
export function makePeerInputs(csdl: string, bench: string, folder: string): PeerInputs {
  mkdirSync(folder, { recursive: true });
  const xml = readFileSync(csdl, "utf8");
  const inputs = { openapi: join(folder, "intune.json"), csdl: join(folder, "patched.csdl") };
  writeFileSync(
    inputs.csdl,
    xml.replace(
      /<EnumType Name="(\w+)" \/>/g,
      (_, name: string) => `<EnumType Name="${name}"><Member Name="unknown" Value="0" /></EnumType>`,
    ),
  );
  if (!existsSync(inputs.openapi)) writeFileSync(inputs.openapi, JSON.stringify(toOpenApi(xml, bench)));
  return inputs;
}

function toOpenApi(xml: string, bench: string): unknown {
  const { xml2json, csdl2openapi } = loadConverters(bench);
  const csdl = xml2json(xml);
  const service = csdl["microsoft.graph"];
  const container =
    typeof service === "object" && service !== null && "GraphService" in service
      ? service.GraphService
      : undefined;
  if (typeof container !== "object" || container === null) throw new Error("no container in the metadata");
  for (const name of Object.keys(container))
    if (!name.startsWith("$") && name !== "deviceManagement" && name !== "deviceAppManagement")
      Reflect.deleteProperty(container, name);
  return csdl2openapi(csdl, {
    scheme: "https",
    host: "graph.microsoft.com",
    basePath: "/v1.0",
    messages: [],
  });
}

function loadConverters(bench: string): Converters {
  const require = createRequire(join(bench, "package.json"));
  const [csdl, openapi]: readonly unknown[] = [require("odata-csdl"), require("odata-openapi")];
  const found: unknown = { ...Object(csdl), ...Object(openapi) };
  if (!isConverters(found)) throw new Error("odata-csdl or odata-openapi is not what it was");
  return found;
}

function isConverters(value: unknown): value is Converters {
  return (
    typeof value === "object" &&
    value !== null &&
    "xml2json" in value &&
    typeof value.xml2json === "function" &&
    "csdl2openapi" in value &&
    typeof value.csdl2openapi === "function"
  );
}
