import { styleText } from "node:util";
import type { GlobalOptions } from "../global-options.ts";
import type { World } from "../world.ts";

/** How text looks on this terminal. */
export interface Appearance {
  /** Columns that a line may have. */
  readonly width: number;
  readonly glyphs: Glyphs;
  /** Colour helps and never means anything alone. */
  readonly color: (tone: Tone, text: string) => string;
}

/** What a colour stands for. */
export type Tone = "add" | "change" | "remove" | "warning" | "faint" | "strong";

/** Signs that have another form in ASCII. */
export interface Glyphs {
  readonly done: string;
  readonly failed: string;
  readonly none: string;
  readonly arrow: string;
  readonly included: string;
  readonly excluded: string;
  readonly absent: string;
  readonly ellipsis: string;
  /** The two halves of a bar. */
  readonly full: string;
  readonly empty: string;
}

const unicode: Glyphs = {
  done: "✓",
  failed: "✗",
  none: "–",
  arrow: "→",
  included: "●",
  excluded: "⊘",
  absent: "·",
  ellipsis: "…",
  full: "█",
  empty: "░",
};

const ascii: Glyphs = {
  done: "ok",
  failed: "no",
  none: "-",
  arrow: "->",
  included: "I",
  excluded: "X",
  absent: ".",
  ellipsis: "..",
  full: "#",
  empty: "-",
};

const formats = {
  add: "green",
  change: "yellow",
  remove: "red",
  warning: "yellow",
  faint: "dim",
  strong: "bold",
} as const;

/** NO_COLOR and --no-color win over FORCE_COLOR; 80 columns when nobody says otherwise. */
export function toAppearance(
  { environment, out, err }: Pick<World, "environment" | "out" | "err">,
  options: Pick<GlobalOptions, "color" | "ascii">,
  stream: "out" | "err" = "out",
): Appearance {
  const terminal = stream === "out" ? out : err;
  const isDumb = environment["TERM"] === "dumb";
  const isForced = !["", "0", undefined].includes(environment["FORCE_COLOR"]);
  const isColored =
    options.color && !isDumb && (environment["NO_COLOR"] ?? "") === "" && (terminal.isTerminal || isForced);
  return {
    width: Math.min(Math.max(terminal.columns ?? 80, 60), 120),
    glyphs: options.ascii || isDumb ? ascii : unicode,
    color: (tone, text) => (isColored ? styleText(formats[tone], text, { validateStream: false }) : text),
  };
}
