import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

// Stryker runs the tests of one package from a copy of the repository: `MUTATE` is its folder.
export default defineConfig({
  ...shared,
  root: join(import.meta.dirname, "../..", process.env["MUTATE"] ?? ""),
  test: {
    ...shared.test,
    reporters: ["default"],
    // Connections and whole corpora, not rules, and each of them is slow.
    exclude: [
      "**/{transport,proxy}.test.ts",
      "**/{*fuzz*,whole*,corpus*,watch*,incremental*,metadata-counts,hostile-input,type-check,bundle,page-counts,markdown-oracle}.test.ts",
      "**/diff/**",
      "**/node_modules/**",
    ],
  },
});
