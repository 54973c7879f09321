/** One check of the whole workspace. */
export interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** Fetches OpenAPI Generator where it is missing; run before the tests, which skip what needs it otherwise. */
export const javaStep: Step = {
  name: "openapi.yaml (OpenAPI Generator)",
  command: ["node", "tools/openapi-client/src/main.ts", "validate"],
};

/** Every check, cheapest first; all of them run, so that one run tells everything. */
export const steps: readonly Step[] = [
  {
    name: "generated files are what specs/ makes",
    command: [
      "node",
      "--conditions=@intunectl/source",
      "tools/graph-codegen/src/main.ts",
      "generate",
      "--check",
    ],
  },
  {
    name: "changesets say as much as specs/ changed",
    command: ["node", "--conditions=@intunectl/source", "tools/graph-codegen/src/main.ts", "diff", "--check"],
  },
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types", command: ["tsc", "-b"] },
  { name: "unused files, exports and dependencies", command: ["knip"] },
  { name: "build", command: ["nx", "run-many", "-t", "build", "--output-style=static"] },
  {
    name: "packages (publint, are-the-types-wrong)",
    command: ["nx", "run-many", "-t", "check:package", "--output-style=static"],
  },
  {
    name: "what would be published (packs, api.txt, sizes, licenses)",
    command: ["node", "tools/release/src/main.ts", "check"],
  },
  { name: "tests", command: ["nx", "run-many", "-t", "test", "--output-style=static"] },
];
