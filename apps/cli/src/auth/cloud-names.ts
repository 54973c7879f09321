import { usage } from "../cli-error.ts";

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
  throw usage(`there is no cloud "${text}"`, `there are ${cloudNames.join(", ")}`);
}
