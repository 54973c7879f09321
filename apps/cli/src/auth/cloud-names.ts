import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** The Microsoft clouds, by the names that administrators use. */
export const cloudNames = ["public", "gcc-high", "dod", "china"] as const;

/** One of them. */
export type CloudName = (typeof cloudNames)[number];

/** What the client calls each; its table has the endpoints. */
export const clientClouds = {
  public: "global",
  "gcc-high": "usGovL4",
  dod: "usGovL5",
  china: "china",
} as const;

/** Reads the name of a cloud; throws for any other. */
export function readCloudName(text: string): CloudName {
  const found = cloudNames.find((name) => name === text);
  if (found !== undefined) return found;
  throw new CliError(`there is no cloud "${text}"`, {
    code: "usage",
    exitCode: exitCodes.usage,
    hint: `there are ${cloudNames.join(", ")}`,
  });
}
