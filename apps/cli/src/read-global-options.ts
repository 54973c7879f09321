import { usage } from "./cli-error.ts";
import type { Given } from "./command-definition.ts";
import { type GlobalOptions, type OutputFormat, outputFormats } from "./global-options.ts";
import type { World } from "./world.ts";

/** A flag wins over the environment, and the environment over the default. */
export function readGlobalOptions(given: Given, environment: World["environment"]): GlobalOptions {
  const setting = (name: string): string | undefined => {
    const value = environment[name];
    return value === "" ? undefined : value;
  };
  const output = given.text("output") ?? setting("INTUNECTL_OUTPUT") ?? "table";
  if (!isOutputFormat(output))
    throw usage(
      `${given.text("output") === undefined ? "INTUNECTL_OUTPUT" : "--output"} is "${output}"`,
      `it may be ${outputFormats.join(", ")}`,
    );
  const timeout = given.text("timeout");
  const columns = given.text("columns");
  if (columns !== undefined && !["table", "csv", "md"].includes(output))
    throw usage(`--columns is for table, csv and md, not for ${output}`, "use --query");
  return {
    demo: given.has("demo"),
    output,
    query: given.text("query"),
    columns: columns
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    headers: given.has("headers"),
    color: given.has("color"),
    ascii: given.has("ascii"),
    quiet: given.has("quiet"),
    verbose: given.has("verbose") || setting("INTUNECTL_LOG") !== undefined,
    yes: given.has("yes"),
    input: given.has("input") && ["0", "false", undefined].includes(setting("INTUNECTL_NO_INPUT")),
    profile: given.text("profile") ?? setting("INTUNECTL_PROFILE") ?? "default",
    cloud: given.text("cloud") ?? setting("INTUNECTL_CLOUD"),
    tenant: given.text("tenant") ?? setting("INTUNECTL_TENANT"),
    concurrency: given.number("concurrency") ?? 4,
    timeoutMs: timeout === undefined ? undefined : parseDuration(timeout),
  };
}

/** `30s`, `2m`, `500ms`, or a number of seconds, in milliseconds. */
function parseDuration(text: string): number {
  const [, digits = "", unit = "s"] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (unit === "ms" ? 1 : unit === "m" ? 60_000 : 1000);
  if (milliseconds > 0) return milliseconds;
  throw usage(`--timeout is "${text}"`, "write 30s, 2m or 500ms");
}

function isOutputFormat(text: string): text is OutputFormat {
  return outputFormats.some((format) => format === text);
}
