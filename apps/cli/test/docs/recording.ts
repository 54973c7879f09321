import type { ConsoleStep, PagePart } from "./console-blocks.ts";
import { runPage } from "./run-page.ts";

/** What the recording types: a plan, what it leads to, the write, and the way back. */
const recorded = [
  "intunectl --demo plan windows.yaml --out plan.json",
  "intunectl report plan.json --matrix --state after",
  "intunectl --demo apply plan.json",
  "intunectl --demo undo",
];

/** Types the commands of the recording, in colour, and draws what came out. */
export async function makeRecording(): Promise<string> {
  const parts: readonly PagePart[] = [
    { kind: "console", steps: recorded.map((command) => ({ command, output: "" })) },
  ];
  const ran = await runPage(parts, { FORCE_COLOR: "1" });
  return drawRecording(ran.flatMap((part) => (part.kind === "console" ? part.steps : [])));
}

/** Pixels of a cell, and of the frame around the terminal. */
const cell = { width: 8.4, height: 18 };
const frame = 16;
const columns = 80;
const secondsEach = 7;

/** A terminal as a picture that shows one command after the other; still, it shows the first. */
export function drawRecording(steps: readonly ConsoleStep[]): string {
  const screens = steps.map(({ command, output }) => [`$ ${command}`, ...output.trimEnd().split("\n")]);
  const rows = Math.max(...screens.map((lines) => lines.length));
  const [width, height] = [columns * cell.width + 2 * frame, rows * cell.height + 2 * frame];
  const total = steps.length * secondsEach;
  const share = 100 / steps.length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escape(recorded.join("; "))}">`,
    "<style>",
    "text { font: 14px ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; fill: #d7dce2; white-space: pre }",
    ".b { font-weight: bold } .d { fill: #8b95a1 } .r { fill: #ff7b72 } .g { fill: #56d364 } .y { fill: #e3b341 }",
    `.screen { opacity: 0; animation: show ${total}s step-end infinite }`,
    `@keyframes show { 0% { opacity: 1 } ${share.toFixed(3)}% { opacity: 0 } }`,
    "@media (prefers-reduced-motion: reduce) { .screen { animation: none } .first { opacity: 1 } }",
    "</style>",
    `<rect width="${width}" height="${height}" rx="10" fill="#14181d"/>`,
    ...screens.flatMap((lines, index) => [
      `<g class="screen${index === 0 ? " first" : ""}" style="animation-delay: ${index * secondsEach}s">`,
      ...lines.flatMap((line, row) => drawLine(line, row)),
      "</g>",
    ]),
    "</svg>",
    "",
  ].join("\n");
}

function drawLine(line: string, row: number): readonly string[] {
  const spans = toSpans(line);
  const length = Array.from(spans.map(({ text }) => text).join("")).length;
  if (length === 0) return [];
  const y = frame + row * cell.height + 13;
  const inside = spans
    .map(({ text, style }) =>
      style === "" ? escape(text) : `<tspan class="${style}">${escape(text)}</tspan>`,
    )
    .join("");
  // Whatever font there is, columns stand below each other.
  return [
    `<text x="${frame}" y="${y}" textLength="${(length * cell.width).toFixed(1)}" xml:space="preserve">${inside}</text>`,
  ];
}

const styles: Readonly<Record<string, string>> = { 1: "b", 2: "d", 31: "r", 32: "g", 33: "y" };

/** Text with the colour that a terminal gives it; each of our sequences turns one style on, or it off. */
function toSpans(line: string): readonly { readonly text: string; readonly style: string }[] {
  const [first = "", ...rest] = line.split("\u{1b}[");
  const spans = rest.map((part) => {
    const [, code = "", text = ""] = /^(\d+)m(.*)$/.exec(part) ?? [];
    return { text, style: styles[code] ?? "" };
  });
  return [{ text: first, style: "" }, ...spans].filter(({ text }) => text !== "");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
