import type { ViteUserConfig } from "vitest/config";

/** What every package's tests share: sources are used without a build, and results are written for the total. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ["@intunectl/source"] },
  ssr: { resolve: { conditions: ["@intunectl/source", "node", "import", "default"] } },
  test: {
    include: ["test/**/*.test.ts"],
    // Tests that start processes are slow on a busy machine; none asserts a time.
    testTimeout: 60_000,
    reporters: ["default", "json"],
    // A snapshot is written when a person types --update, never because it is missing.
    update: process.argv.some((argument) => /^(-u|--update)/.test(argument)) ? "all" : "none",
    outputFile: { json: "reports/tests.json" },
  },
};
