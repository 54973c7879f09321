import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, root } from "./compile.ts";

const core = await import("@intunectl/graph-core");
const source = join(root, "libs/graph-core/src");
const documents = [
  ...readdirSync(source).map((name) => join(source, name)),
  join(root, "libs/graph-core/README.md"),
];

interface Example {
  /** Where it stands, for the reader of a failure. */
  readonly name: string;
  readonly code: string;
}

/** The code after each `@example`, or of each `ts` block of a README. */
function readExamples(file: string): readonly Example[] {
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const isReadme = file.endsWith(".md");
  const pattern = isReadme
    ? /^```ts\n([\s\S]*?)^```/gm
    : /@example\n \* ```ts\n([\s\S]*?) \* ```|@example\n {3}\* ```ts\n([\s\S]*?) {3}\* ```/g;
  return Array.from(text.matchAll(pattern), (match) => ({
    name: `${file.slice(root.length + 1)}:${text.slice(0, match.index).split("\n").length}`,
    code: (match[1] ?? match[2] ?? "").replaceAll(/^ +\* ?/gm, ""),
  }));
}

/** What examples take for granted: things at hand, and everything that the libraries export. */
const atHand = `
declare const token: string;
declare const error: unknown;
declare const groupId: string;
declare const groupPolicyConfigurationId: string;
declare const assignments: readonly GroupPolicyConfigurationAssignmentInput[];
declare const credential: TokenCredential;
declare const graph: GraphClient;
declare const tracer: unknown;
`;

const values = Object.keys(core).join(", ");
const types = "AttemptMiddleware, GraphClient, GraphEvents, Middleware, TokenCredential, Transport";
const intune =
  "assignGroupPolicyConfiguration, getGroup, listAssignmentFilters, listGroups, type GroupPolicyConfigurationAssignmentInput";
const imports = `
import { ${values} } from "@intunectl/graph-core";
import type { ${types} } from "@intunectl/graph-core";
import { createTracingEvents } from "@intunectl/graph-core/opentelemetry";
import { ${intune} } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { trace } from "@opentelemetry/api";
import { Agent } from "undici";
`;

/** One function for an example, so that its names are its own; its imports before it. */
function toModule(examples: readonly Example[]): string {
  const bodies = examples.map(({ name, code }, index) => {
    const body = code.replaceAll(/^import [^;]*;\n/gm, "");
    return `// ${name}\nexport async function example${index}(): Promise<void> {\n${body}\n}\n`;
  });
  return imports + atHand + bodies.join("");
}

const opentelemetry = `declare module "@opentelemetry/api" {
  export const trace: { getTracer(name: string): import("@intunectl/graph-core/opentelemetry").Tracer };
}
`;

const compileExamples = (list: readonly Example[]): string =>
  compile({ "examples.ts": toModule(list), "opentelemetry.d.ts": opentelemetry }, { types: ["node"] });
const examples = documents.flatMap(readExamples);

test("each example of graph-core's documentation is a program that compiles", () => {
  expect(examples.length).toBeGreaterThan(35);
  expect(compileExamples(examples)).toBe("");
});

test("an example that is wrong is found", () => {
  const wrong = { name: "wrong", code: "await graph.send(getGroup, { groupID: groupId });" };
  expect(compileExamples([wrong])).toContain("groupID");
});

test("each value that graph-core exports has an example", () => {
  const text = documents.map((file) => readFileSync(file, "utf8")).join("\n");
  const missing = Object.keys(core).filter((name) => {
    const declaration = new RegExp(
      `(/\\*\\*(?:(?!\\*/)[\\s\\S])*?\\*/)\\s*export (?:async )?(?:function|class|const) ${name}\\b`,
    );
    return declaration.exec(text)?.[1]?.includes("@example") !== true;
  });
  expect(missing).toEqual([]);
});
