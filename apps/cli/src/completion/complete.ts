import type { Completes, CommandDefinition, OptionDefinition } from "../command-definition.ts";
import { commandDefinitions, parentSummaries } from "../definitions/index.ts";
import { globalOptionDefinitions, outputFormats } from "../global-options.ts";
import { topicNames } from "../help-topics.ts";

/** Something that the shell may offer. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What may stand at the end of a command line; `files` when the shell should offer files. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Names that are known on this machine. */
export type KnownWords = Readonly<Record<"configuration" | "group" | "filter" | "run", readonly Candidate[]>>;

/** What fits after some words; the last one is being typed, and may be empty. */
export async function complete(
  words: readonly string[],
  known: () => KnownWords | Promise<KnownWords>,
): Promise<Completion> {
  const typed = words.at(-1) ?? "";
  const joined = /^(--[a-z-]+)=(.*)$/s.exec(typed);
  if (joined !== null)
    return await completeJoined(words.slice(0, -1), joined[1] ?? "", joined[2] ?? "", known);
  const { path, given, open } = readWords(words.slice(0, -1));
  const command = commandDefinitions.find(({ name }) => name === path.join(" "));
  if (open !== undefined && !(open.isList && typed.startsWith("-")))
    return await toCompletion(open.option, typed, known);
  if (typed.startsWith("-")) return await plain(toOptions(command), typed);
  if (command === undefined) return await plain(given === 0 ? toCommands(path) : [], typed);
  const list = command.arguments ?? [];
  const last = list.at(-1);
  const argument = list[given] ?? (last?.isList === true ? last : undefined);
  return argument === undefined ? await plain([], typed) : await toCompletion(argument, typed, known);
}

/** `--output=j`: the value is what is completed, and the name stays before it. */
async function completeJoined(
  before: readonly string[],
  name: string,
  typed: string,
  known: () => KnownWords | Promise<KnownWords>,
): Promise<Completion> {
  const { candidates } = await complete([...before, name, typed], known);
  return {
    candidates: candidates.map(({ value, description }) => ({ value: `${name}=${value}`, description })),
    files: false,
  };
}

interface ReadWords {
  /** The words of the command. */
  readonly path: readonly string[];
  /** How many arguments came after them. */
  readonly given: number;
  /** The option whose value comes now. */
  readonly open: { readonly option: OptionDefinition; readonly isList: boolean } | undefined;
}

function readWords(words: readonly string[]): ReadWords {
  const path: string[] = [];
  let given = 0;
  let open: ReadWords["open"];
  for (const word of words) {
    const command = commandDefinitions.find(({ name }) => name === path.join(" "));
    if (word.startsWith("-") && word.length > 1) {
      const option = [...(command?.options ?? []), ...globalOptionDefinitions].find(({ flags }) =>
        toNames(flags).includes(word.split("=")[0] ?? ""),
      );
      const takesValue = option !== undefined && /[<[]/.test(option.flags) && !word.includes("=");
      open = takesValue ? { option, isList: option.flags.includes("...") } : undefined;
    } else if (open !== undefined) {
      if (!open.isList) open = undefined;
    } else if (command === undefined && isStart([...path, word])) path.push(word);
    else given += 1;
  }
  return { path, given, open };
}

function isStart(path: readonly string[]): boolean {
  const text = path.join(" ");
  return commandDefinitions.some(({ name }) => name === text || name.startsWith(`${text} `));
}

function toNames(flags: string): readonly string[] {
  return flags.split(", ").map((flag) => flag.split(" ")[0] ?? flag);
}

function toCommands(path: readonly string[]): readonly Candidate[] {
  const start = path.length === 0 ? "" : `${path.join(" ")} `;
  const found = new Map<string, string>();
  for (const { name, summary } of commandDefinitions) {
    if (!name.startsWith(start)) continue;
    const [word = "", ...rest] = name.slice(start.length).split(" ");
    if (!found.has(word)) found.set(word, rest.length === 0 ? summary : (parentSummaries.get(word) ?? ""));
  }
  return [...found].map(([value, description]) => ({ value, description }));
}

function toOptions(command: CommandDefinition | undefined): readonly Candidate[] {
  const options = [...(command?.options ?? []), ...globalOptionDefinitions];
  return [
    ...options.map(({ flags, summary }) => ({ value: toNames(flags).at(-1) ?? flags, description: summary })),
    { value: "--help", description: "help" },
  ];
}

async function toCompletion(
  {
    choices,
    completes,
    ...rest
  }: {
    readonly flags?: string;
    readonly choices?: readonly string[];
    readonly completes?: Completes;
  },
  typed: string,
  known: () => KnownWords | Promise<KnownWords>,
): Promise<Completion> {
  if (choices !== undefined) return await plain(toPlain(choices), typed);
  if (rest.flags?.includes("--output") === true) return await plain(toPlain(outputFormats), typed);
  switch (completes) {
    case undefined:
      return await plain([], typed);
    case "file":
      return { candidates: [], files: true };
    case "command":
      return await plain([...toCommands([]), ...toPlain(topicNames)], typed);
    case "group": {
      const everyone = [
        { value: "all-devices", description: "every managed device" },
        { value: "all-users", description: "every licensed user" },
      ];
      return await plain([...(await known()).group, ...everyone], typed);
    }
    case "configuration":
    case "filter":
    case "run":
      return await plain((await known())[completes], typed);
    default:
      return completes satisfies never;
  }
}

function toPlain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, description: "" }));
}

/** Letter case makes no difference to names, so it makes none here. */
function plain(candidates: readonly Candidate[], typed: string): Promise<Completion> {
  const start = typed.toLowerCase();
  return Promise.resolve({
    candidates: candidates.filter(({ value }) => value.toLowerCase().startsWith(start)),
    files: false,
  });
}
