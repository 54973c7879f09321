import { allExitCodes, exitCodeMeanings } from "./exit-codes.ts";

/** Names of the help topics that are no commands. */
export const topicNames = ["exit-codes", "environment", "files", "output"] as const;

/** The text of a topic; absent when it is none. */
export function findTopic(words: readonly string[]): string | undefined {
  const [name] = words;
  const topic = topicNames.find((one) => one === name);
  return topic === undefined || words.length > 1 ? undefined : texts[topic]();
}

const texts: Readonly<Record<(typeof topicNames)[number], () => string>> = {
  "exit-codes": () =>
    `code  means\n${allExitCodes.map((code) => `${String(code).padStart(4)}  ${exitCodeMeanings[code].full}\n`).join("")}`,
  environment: () => environment,
  files: () => files,
  output: () => output,
};

const environment = `INTUNECTL_ACCESS_TOKEN  token for Microsoft Graph; secrets are never flags
INTUNECTL_AUTH          how to sign in without a profile: azure-cli,
                        managed-identity, client-secret, certificate,
                        workload-identity
AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET,
AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE
                        sign in as an app, as Azure's own tools do
INTUNECTL_PROFILE       whose sign-in; as --profile
INTUNECTL_CLOUD         public, gcc-high, dod or china; as --cloud
INTUNECTL_GRAPH_URL     where Graph is, instead of the cloud's own address
                        http is accepted for this machine only
INTUNECTL_TENANT        domain or id of the tenant that you mean; as --tenant
INTUNECTL_OUTPUT        table, json, jsonl, csv, md or none; as --output
INTUNECTL_NO_INPUT      1: fail instead of asking; as --no-input
INTUNECTL_LOG           verbose: a line for every request; debug: and where an
                        error came from
INTUNECTL_CONFIG        folder for profiles; default
                        $XDG_CONFIG_HOME/intunectl, ~/.config/intunectl,
                        or %APPDATA%\\intunectl
INTUNECTL_STATE         folder for runs and snapshots; default
                        $XDG_STATE_HOME/intunectl, ~/.local/state/intunectl,
                        or %LOCALAPPDATA%\\intunectl
HTTPS_PROXY, NO_PROXY   the way to the network, from Node 22.21 and 24.5 on
NO_COLOR                no colour when set and not empty; wins over FORCE_COLOR
FORCE_COLOR             colour also when the output is not a terminal
TERM                    dumb means no colour and ASCII signs

A flag wins over the environment.
`;

const files = `A desired state is YAML; a file, or a folder of them. A line is an error with
its place, and all errors are told at once.

  # yaml-language-server: $schema=./assignments.v1.schema.json
  tenant: contoso.onmicrosoft.com     apply refuses any other tenant
  groups:                             local names; with an id, the id decides
    ring0: { name: SG-Intune-Ring0 }
    kiosk: { name: SG-Intune-Kiosk }
  filters:
    corp-owned: { name: Windows corporate owned }
  configurations:
    - name: "Edge: baseline"          a name, or a pattern with *
      mode: replace                   exactly this; merge: at least this
      include: [ring0, { group: ring1, only: corp-owned }]
      exclude: [kiosk]                all-devices, all-users: only in include

Snapshots (JSON) and exports (CSV, JSON) are desired states too: of a snapshot
each set is wanted exactly, of a CSV at least.

  intunectl schema assignments        the JSON Schema, for editors
`;

const output = `-o table   for people; the default also in a pipe, so that a script keeps its
           meaning
-o json    exactly one JSON value; errors are one JSON object on standard error
-o jsonl   one JSON value a line
-o csv     UTF-8 with a header row; a cell that a spreadsheet would take for a
           formula begins with an apostrophe
-o md      a table, or a report, for a pull request
-o none    nothing; look at the exit code

--query takes JMESPath (https://jmespath.site) and looks at what -o json prints:

  intunectl configs list -q "[?assignments==null].name"
  intunectl plan windows.yaml -o json -q summary
`;
