import type { ViteUserConfig } from "vitest/config";

/** What every package's tests share: sources are used without a build, and results are written for the total. */
export const shared: ViteUserConfig = {
  resolve: { conditions: ["@intunectl/source"] },
  ssr: { resolve: { conditions: ["@intunectl/source", "node", "import", "default"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: "reports/tests.json" },
  },
};
