import { parseArgs } from "node:util";

/** What the command line asks for. */
export type Command =
  | { readonly kind: "run"; readonly file: string; readonly concurrency: number }
  | { readonly kind: "help" }
  | { readonly kind: "invalid"; readonly message: string };

/** What `--help` prints. */
export const usage = `intune-worker run [file|-] [--concurrency <n>]

intune-worker start [--demo] [options]     take changes over HTTP, store them, apply them
intune-worker jobs list|show|retry|cancel|redrive [id]
intune-worker audit [--configuration <id>] the audit as JSON lines; with --target all-devices: who added or removed it
intune-worker migrate --to <database-url>  moves everything from --data to an empty PostgreSQL

run: applies assignment changes from JSON lines without storing them (a file, or standard input), several at once,
one at a time and in order for each configuration. Prints one JSON line for each result.

  echo '{"configuration":"4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14","mode":"merge","include":["all-devices"]}' | intune-worker run

  --concurrency <n>       jobs at once, 1 to 64 (default 4)
  -h, --help

start, jobs, audit
  --data <folder>         embedded database and token (default intune-worker-data)
  --database-url <url>    PostgreSQL instead, for several workers or to survive a power cut
  --listen <address>      host:port or unix:path (default 127.0.0.1:7717)
  --tenant <name>[=file]  whom it serves, and the file of its token (default "default" and INTUNECTL_ACCESS_TOKEN);
                          several times for several
  --demo                  against an emulator of contoso.onmicrosoft.com
  --concurrency <n>       configurations of each tenant at once (default 8)
  --limit <writes/secs>   what the service takes (default 100/20)
  --lease <seconds>       until another worker takes over (default 20, at least 10)
  --settle <seconds>      how long a read may be late (default 15)
  --grace <seconds>       for what runs when it is stopped (default 25)
  --drift <cron>          report what somebody else changed; --repair puts it back
  --name <name>           this worker's in the audit (default host-pid)

A job     {"id"?, "resource"?, "configuration", "mode": "merge"|"replace"|"remove", "include"?, "exclude"?}
          include: ids of groups, "all-devices", "all-users"; exclude: ids of groups
Result    {"id"?, "line", "configuration"?, "status": "applied"|"unchanged"|"refused"|"failed",
           "before"?, "after"?, "code"?, "message"?, "requestId"?}

Environment
  INTUNECTL_ACCESS_TOKEN  token for Microsoft Graph; required
  INTUNECTL_ACCESS_TOKEN_FILE  the same in a file, read again when it is renewed (start only)
  INTUNE_WORKER_TOKENS    who may submit: "ana=secret pipeline=secret"; else <data>/token
  INTUNE_WORKER_DATABASE_URL, INTUNE_WORKER_DATA, INTUNE_WORKER_LISTEN, INTUNE_WORKER_TENANT
  INTUNECTL_GRAPH_URL     Graph's address, such as an emulator's (default https://graph.microsoft.com)

Exit codes
  0 all jobs applied or unchanged    1 none    3 some    4 no token
  64 wrong usage, nothing was sent   130 interrupted; what was being written was finished
`;

/** Reads the command line, without the program's name. */
export function parseCommand(argv: readonly string[]): Command {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        concurrency: { type: "string", default: "4" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  const [command, file = "-", extra] = parsed.positionals;
  if (parsed.values.help) return { kind: "help" };
  if (command === undefined) return invalid("the command is missing; say run");
  if (command !== "run") return invalid(`${JSON.stringify(command)} is not a command; say run`);
  if (extra !== undefined) return invalid(`${JSON.stringify(extra)} is too much; give one file`);
  const { concurrency } = parsed.values;
  if (!/^\d{1,2}$/.test(concurrency) || Number(concurrency) < 1 || Number(concurrency) > 64) {
    return invalid(`--concurrency ${JSON.stringify(concurrency)} must be a whole number from 1 to 64`);
  }
  return { kind: "run", file, concurrency: Number(concurrency) };
}

function invalid(message: string): Command {
  return { kind: "invalid", message };
}
