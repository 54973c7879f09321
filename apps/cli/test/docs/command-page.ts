import type { CommandDefinition, OptionDefinition } from "../../src/command-definition.ts";
import { exitCodeMeanings } from "../../src/exit-codes.ts";
import { areaTitles } from "../../src/help.ts";
import { commandDefinitions } from "../../src/definitions/index.ts";
import { globalOptionDefinitions } from "../../src/global-options.ts";
import { needWords } from "../../src/needs.ts";
import { joinPage } from "./console-blocks.ts";

/** The name of a command's page. */
export function toPageName({ name }: CommandDefinition): string {
  return `${name.replaceAll(" ", "-")}.md`;
}

/** A command's page: what `--help` says, and more. Its console block has the commands of `session`, without their output. */
export function toCommandPage(definition: CommandDefinition, session: readonly string[]): string {
  const {
    name,
    summary,
    details,
    arguments: list = [],
    options = [],
    examples,
    needs = [],
    exitCodes,
  } = definition;
  const usage = [
    `intunectl ${name}`,
    ...(options.length > 0 ? ["[options]"] : []),
    ...list.map((argument) => {
      const inner = `${argument.name}${argument.isList === true ? "..." : ""}`;
      return argument.isOptional === true ? `[${inner}]` : `<${inner}>`;
    }),
  ].join(" ");
  const sections = [
    `<!-- made from apps/cli/src/definitions: pnpm --filter @intunectl/cli run docs -->`,
    `# intunectl ${name}`,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    `\`\`\`text\n${usage}\n\`\`\``,
    details,
    ...(list.length === 0
      ? []
      : [
          `## Arguments\n\n${list.map((argument) => `- \`${argument.name}\`: ${argument.summary}${toChoices(argument.choices)}`).join("\n")}`,
        ]),
    ...(options.length === 0 ? [] : [`## Options\n\n${toOptionTable(options)}`]),
    "And the [options of every command](README.md#options-of-every-command).",
    `## Examples\n\n\`\`\`sh\n${examples.map((example) => `intunectl ${example}`).join("\n")}\n\`\`\``,
    ...(session.length === 0
      ? []
      : [
          `In the demo tenant, which needs no account:\n\n${joinPage([{ kind: "console", steps: session.map((command) => ({ command, output: "" })) }]).trimEnd()}`,
        ]),
    ...(needs.length === 0
      ? []
      : [
          `## Permissions\n\nThe least that is needed, delegated or application:\n\n${needs.map((need) => `- \`${needWords[need].permission}\` ${needWords[need].purpose}`).join("\n")}`,
        ]),
    `## Exit codes\n\n${exitCodes.map((code) => `- \`${code}\` ${exitCodeMeanings[code].full}`).join("\n")}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** The list of all commands, and the options that each of them has. */
export function toIndexPage(): string {
  const areas = Object.entries(areaTitles).flatMap(([area, title]) => {
    const members = commandDefinitions.filter((definition) => definition.area === area);
    if (members.length === 0) return [];
    const rows = members.map(
      (definition) => `| [\`${definition.name}\`](${toPageName(definition)}) | ${definition.summary} |`,
    );
    return [`## ${title}\n\n| Command | |\n| --- | --- |\n${rows.join("\n")}`];
  });
  const sections = [
    "<!-- made from apps/cli/src/definitions: pnpm --filter @intunectl/cli run docs -->",
    "# Commands",
    "Every example runs in the demo tenant (`--demo`), which needs no account; a test types them and compares.",
    ...areas,
    `## Options of every command\n\n${toOptionTable(globalOptionDefinitions)}`,
    "What the environment can say instead: `intunectl help environment`. What ends with which code: `intunectl help exit-codes`.",
  ];
  return `${sections.join("\n\n")}\n`;
}

function toOptionTable(options: readonly OptionDefinition[]): string {
  const rows = options.map(
    ({ flags, summary, choices, defaultValue }) =>
      `| \`${flags}\` | ${summary}${toChoices(choices)}${defaultValue === undefined ? "" : ` (default: ${defaultValue})`} |`,
  );
  return `| Option | |\n| --- | --- |\n${rows.join("\n")}`;
}

function toChoices(choices: readonly string[] | undefined): string {
  return choices === undefined ? "" : `: ${choices.map((choice) => `\`${choice}\``).join(", ")}`;
}
