import type { CommandDefinition } from "../command-definition.ts";

/** Commands about the program itself. */
export const toolCommands: readonly CommandDefinition[] = [
  {
    name: "schema",
    area: "tool",
    summary: "print the JSON Schema of a file format",
    details: "For editors and for checks in a pipeline; the first line of a desired state names it.",
    arguments: [{ name: "format", summary: "which format", choices: ["assignments"] }],
    examples: ["schema assignments"],
    exitCodes: [0, 64],
    run: async (context) => await (await import("../commands/schema.ts")).schema(context),
  },
  {
    name: "completion",
    area: "tool",
    summary: "print the script that completes commands and names with Tab",
    details: `Names of configurations, groups and filters come from the newest snapshot and the runs on this machine, never from the
network: \`intunectl snapshot\` brings them up to date.

| Shell | |
| --- | --- |
| bash | \`intunectl completion bash >> ~/.bashrc\` |
| zsh | \`intunectl completion zsh > "\${fpath[1]}/_intunectl"\` |
| fish | \`intunectl completion fish > ~/.config/fish/completions/intunectl.fish\` |
| PowerShell | \`intunectl completion pwsh \\| Out-String \\| Invoke-Expression\`, in the profile |`,
    arguments: [{ name: "shell", summary: "which shell", choices: ["bash", "zsh", "fish", "pwsh"] }],
    examples: ["completion bash"],
    exitCodes: [0, 64],
    run: async (context, given) => (await import("../commands/completion.ts")).completion(context, given),
  },
  {
    name: "emulator start",
    area: "tool",
    summary: "start a Graph service on this machine",
    details: `In the foreground on 127.0.0.1, until it is interrupted. It serves every operation that this program uses, from the same
descriptions, so that scripts can be tried and tested without a tenant. Tokens come from
\`POST /_emulator/tokens\`, without an account.`,
    options: [
      {
        flags: "--port <number>",
        summary: "port on 127.0.0.1; 0 takes a free one (default: 0)",
        range: [0, 65_535],
      },
      { flags: "--data <folder>", summary: "keep the state here", completes: "file" },
      { flags: "--seed <file>", summary: "what a new emulator holds, as JSON or YAML", completes: "file" },
      { flags: "--host <address>", summary: "listen elsewhere than on this machine alone" },
      { flags: "--https", summary: "with a certificate of its own" },
      { flags: "--throttle", summary: "refuse requests beyond Graph's published limits" },
      { flags: "--strict-types", summary: "refuse targets of the abstract type" },
      { flags: "--set <option=value...>", summary: "another switch, such as duplicates=keepFirst" },
    ],
    examples: ["emulator start --port 8787"],
    exitCodes: [0, 1, 64],
    run: async (context, given) =>
      await (await import("../commands/emulator.ts")).startEmulator(context, given),
  },
  {
    name: "demo reset",
    area: "tool",
    summary: "bring the tenant of --demo back to its start",
    details: "Also drops the demo's runs and snapshots.",
    examples: ["demo reset"],
    exitCodes: [0, 1],
    run: async (context) => await (await import("../commands/reset-demo.ts")).resetDemo(context),
  },
  {
    name: "help",
    area: "tool",
    summary: "help for a command or a topic: exit-codes, environment, files, output",
    details: "Works signed out and offline.",
    arguments: [
      {
        name: "topic",
        summary: "a command or a topic",
        isOptional: true,
        isList: true,
        completes: "command",
      },
    ],
    examples: ["help assign", "help exit-codes"],
    exitCodes: [0, 64],
    // The program prints it, because it knows the commands.
    run: () => Promise.resolve(0),
  },
];
