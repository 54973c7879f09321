import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

// Stryker runs the tests of one package from a copy of the repository: `MUTATE` is that package.
export default defineConfig({
  ...shared,
  root: join(import.meta.dirname, "../../libs", process.env["MUTATE"] ?? ""),
  test: {
    ...shared.test,
    reporters: ["default"],
    // Connections, not rules, and each of them is slow.
    exclude: ["**/transport.test.ts", "**/proxy.test.ts", "**/node_modules/**"],
  },
});
