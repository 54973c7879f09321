import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { compile } from "./compile.ts";
import { createFixture } from "./fixture-world.ts";

const consumer = (body: string): readonly [string, string] => [
  "consumer.ts",
  `import type { AssignScriptPolicyInput } from "./index.ts";\nexport const input: AssignScriptPolicyInput = ${body};\n`,
];
const generated = [...generate(createFixture(), "specs").files]
  .filter(([name]) => name.endsWith(".ts"))
  .map(([name, { text }]) => [name, text] as const);

test.each<[what: string, body: string, error: string]>([
  [
    "a documented input",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget", teamId: "2" } }] }`,
    "",
  ],
  [
    "a discriminator without #",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "microsoft.graph.everybodyScriptTarget" } }] }`,
    "TS2820",
  ],
  [
    "a target without what its type needs",
    `{ scriptPolicyId: "1", assignments: [{ target: { "@odata.type": "#microsoft.graph.teamScriptTarget" } }] }`,
    "TS2322",
  ],
  ["no assignments", `{ scriptPolicyId: "1" }`, "TS2741"],
])("the generated library compiles; %s is judged as it should be", (_, body, error) => {
  const said = compile([...generated, consumer(body)]);
  if (error === "") expect(said).toBe("");
  else expect(said).toContain(error);
});
