import { parseArgs } from "node:util";
import type { Listen } from "../intake/serve.ts";
import { publishedRate, type RateLimit } from "../engine/rate.ts";

/** What `start` and its sisters are told. */
export interface WorkerOptions {
  /** Folder of the embedded database and of the token. */
  readonly data: string;
  readonly databaseUrl?: string;
  readonly listen: Listen;
  /** Whom it serves, each with the file of its token; the environment has the token of one without. */
  readonly tenants: readonly { readonly tenant: string; readonly tokenFile?: string }[];
  readonly concurrency: number;
  readonly leaseSeconds: number;
  readonly settleMs: number;
  readonly graceMs: number;
  readonly rate: RateLimit;
  readonly drift?: "report" | "repair";
  readonly driftSchedule: string;
  readonly isDemo: boolean;
  readonly name?: string;
}

/** Options, the words that are left, or what is wrong. */
export type ParsedOptions =
  | {
      readonly kind: "parsed";
      readonly options: WorkerOptions;
      readonly words: readonly string[];
      readonly configuration?: string;
      readonly to?: string;
      readonly target?: string;
    }
  | { readonly kind: "invalid"; readonly message: string };

/** Reads options; the environment has the defaults. */
export function parseWorkerOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ParsedOptions {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        data: { type: "string", default: env["INTUNE_WORKER_DATA"] ?? "intune-worker-data" },
        "database-url": { type: "string" },
        listen: { type: "string", default: env["INTUNE_WORKER_LISTEN"] ?? "127.0.0.1:7717" },
        tenant: { type: "string", multiple: true },
        concurrency: { type: "string", default: "8" },
        lease: { type: "string", default: "20" },
        settle: { type: "string", default: "15" },
        grace: { type: "string", default: "25" },
        limit: { type: "string" },
        drift: { type: "string" },
        repair: { type: "boolean", default: false },
        demo: { type: "boolean", default: false },
        name: { type: "string" },
        configuration: { type: "string" },
        to: { type: "string" },
        target: { type: "string" },
      },
    });
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [concurrency, lease, settle, grace] = [
    toNumber(values.concurrency, 1, 256),
    toNumber(values.lease, 10, 600),
    toNumber(values.settle, 0, 600),
    toNumber(values.grace, 1, 600),
  ];
  if (concurrency === undefined) return invalid("--concurrency must be a whole number from 1 to 256");
  if (lease === undefined) return invalid("--lease must be seconds, 10 to 600");
  if (settle === undefined) return invalid("--settle must be seconds, 0 to 600");
  if (grace === undefined) return invalid("--grace must be seconds, 1 to 600");
  const rate = parseLimit(values.limit);
  if (rate === undefined) return invalid('--limit must be writes/seconds, such as "100/20"');
  const listen = parseListen(values.listen);
  if (listen === undefined)
    return invalid('--listen must be host:port or unix:path, such as "127.0.0.1:7717"');
  const said = values.tenant ?? env["INTUNE_WORKER_TENANT"]?.trim().split(/\s+/) ?? ["default"];
  const tenants = parseTenants(values.demo ? ["contoso.onmicrosoft.com"] : said);
  if (typeof tenants === "string") return invalid(tenants);
  const databaseUrl = values["database-url"] ?? env["INTUNE_WORKER_DATABASE_URL"];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    return invalid("--database-url must begin with postgres://");
  return {
    kind: "parsed",
    words: positionals,
    ...(values.configuration === undefined ? {} : { configuration: values.configuration }),
    ...(values.target === undefined ? {} : { target: values.target }),
    ...(values.to === undefined ? {} : { to: values.to }),
    options: {
      data: values.data,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      listen,
      tenants,
      concurrency,
      leaseSeconds: lease,
      settleMs: settle * 1000,
      graceMs: grace * 1000,
      rate,
      ...(values.drift === undefined
        ? {}
        : { drift: values.repair ? ("repair" as const) : ("report" as const) }),
      driftSchedule: values.drift ?? "",
      isDemo: values.demo,
      ...(values.name === undefined ? {} : { name: values.name }),
    },
  };
}

/** `contoso.onmicrosoft.com`, or `contoso.onmicrosoft.com=/run/secrets/contoso`. */
function parseTenants(words: readonly string[]): WorkerOptions["tenants"] | string {
  const tenants = words.map((word) => {
    const at = word.indexOf("=");
    // Domains and ids are the same in any case; a tenant must not have two queues.
    if (at === -1) return { tenant: word.toLowerCase() };
    return { tenant: word.slice(0, at).toLowerCase(), tokenFile: word.slice(at + 1) };
  });
  const bad = tenants.find(({ tenant, tokenFile }) => !/^[\w.-]{1,200}$/.test(tenant) || tokenFile === "");
  if (bad !== undefined)
    return `--tenant ${JSON.stringify(bad.tenant)} must be a domain or an id, or one with the file of its token: contoso.onmicrosoft.com=/run/secrets/contoso`;
  if (new Set(tenants.map(({ tenant }) => tenant)).size < tenants.length)
    return "--tenant names a tenant twice";
  if (tenants.length > 1 && tenants.some((one) => one.tokenFile === undefined))
    return "each of several tenants needs the file of its token: --tenant contoso.onmicrosoft.com=/run/secrets/contoso";
  return tenants;
}

function parseLimit(text: string | undefined): RateLimit | undefined {
  if (text === undefined) return publishedRate;
  const [, writes, seconds] = /^(\d{1,6})\/(\d{1,5})s?$/.exec(text) ?? [];
  if (Number(writes) < 1 || Number(seconds) < 1 || writes === undefined) return undefined;
  return { writes: Number(writes), requests: Number(writes) * 10, windowMs: Number(seconds) * 1000 };
}

function parseListen(text: string): Listen | undefined {
  if (text.startsWith("unix:") && text.length > 5) return { kind: "socket", path: text.slice(5) };
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) return undefined;
  return { kind: "tcp", host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

function toNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : undefined;
}

function invalid(message: string): ParsedOptions {
  return { kind: "invalid", message };
}
