/** The Microsoft clouds that have a Graph; a token of one is worth nothing in another. */
export type Cloud = "global" | "usGovL4" | "usGovL5" | "china";

/** Where a cloud's services are: origins without a slash at the end. */
export interface CloudEndpoints {
  readonly graph: `https://${string}`;
  /** The host that signs people and apps in. */
  readonly login: `https://${string}`;
}

/**
 * The endpoints of each cloud.
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
export const clouds: Readonly<Record<Cloud, CloudEndpoints>> = {
  global: { graph: "https://graph.microsoft.com", login: "https://login.microsoftonline.com" },
  usGovL4: { graph: "https://graph.microsoft.us", login: "https://login.microsoftonline.us" },
  usGovL5: { graph: "https://dod-graph.microsoft.us", login: "https://login.microsoftonline.us" },
  china: { graph: "https://microsoftgraph.chinacloudapi.cn", login: "https://login.chinacloudapi.cn" },
};
