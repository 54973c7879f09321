/** The Microsoft clouds that have a Graph; a token of one is worth nothing in another. */
export type Cloud = "global" | "usGovL4" | "usGovL5" | "china";

/** Where a cloud's services are: origins without a slash at the end. */
export interface CloudEndpoints {
  readonly graph: `https://${string}`;
  /** The host that signs people and apps in. */
  readonly login: `https://${string}`;
  /** What a token for Graph is asked for. */
  readonly scope: `https://${string}/.default`;
}

/**
 * The endpoints of each cloud.
 *
 * @example
 * ```ts
 * const authorityHost = clouds.usGovL4.login;
 * ```
 * @see https://learn.microsoft.com/graph/deployments
 */
export const clouds: Readonly<Record<Cloud, CloudEndpoints>> = {
  global: {
    graph: "https://graph.microsoft.com",
    login: "https://login.microsoftonline.com",
    scope: "https://graph.microsoft.com/.default",
  },
  usGovL4: {
    graph: "https://graph.microsoft.us",
    login: "https://login.microsoftonline.us",
    scope: "https://graph.microsoft.us/.default",
  },
  usGovL5: {
    graph: "https://dod-graph.microsoft.us",
    login: "https://login.microsoftonline.us",
    scope: "https://dod-graph.microsoft.us/.default",
  },
  china: {
    graph: "https://microsoftgraph.chinacloudapi.cn",
    login: "https://login.chinacloudapi.cn",
    scope: "https://microsoftgraph.chinacloudapi.cn/.default",
  },
};
