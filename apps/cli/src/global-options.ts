import type { OptionDefinition } from "./command-definition.ts";

/** How an answer can be written. */
export const outputFormats = ["table", "json", "jsonl", "csv", "md", "none"] as const;

/** One of them. */
export type OutputFormat = (typeof outputFormats)[number];

/** The options that every command has. */
export const globalOptionDefinitions: readonly OptionDefinition[] = [
  { flags: "-o, --output <format>", summary: "table, json, jsonl, csv, md or none (default: table)" },
  { flags: "-q, --query <jmespath>", summary: "a part of the answer, as JMESPath says it" },
  { flags: "--columns <names>", summary: "columns of a table, csv or md: a,b,c" },
  { flags: "--no-headers", summary: "a table or csv without its first line" },
  { flags: "--no-color", summary: "no colour" },
  { flags: "--ascii", summary: "no signs beyond ASCII" },
  { flags: "--quiet", summary: "no notes and no progress beside the answer" },
  { flags: "-v, --verbose", summary: "a line for every request, on standard error" },
  { flags: "--yes", summary: "do not ask" },
  { flags: "--no-input", summary: "fail instead of asking" },
  { flags: "-p, --profile <name>", summary: "whose sign-in (default: default)" },
  { flags: "--cloud <name>", summary: "public, gcc-high, dod or china (default: public)" },
  { flags: "--tenant <domain>", summary: "the tenant that you mean; another is refused" },
  { flags: "--concurrency <n>", summary: "requests at the same time (default: 4)", range: [1, 64] },
  { flags: "--timeout <duration>", summary: "for a request and its retries (default: 100s)" },
  { flags: "--demo", summary: "use a made-up tenant on this machine" },
];

/** Their values, whatever they came from. */
export interface GlobalOptions {
  readonly demo: boolean;
  readonly output: OutputFormat;
  readonly query: string | undefined;
  readonly columns: readonly string[] | undefined;
  readonly headers: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly yes: boolean;
  readonly input: boolean;
  readonly profile: string;
  readonly cloud: string | undefined;
  readonly tenant: string | undefined;
  readonly concurrency: number;
  readonly timeoutMs: number | undefined;
}
