import { defineConfig } from "vitest/config";
import { shared } from "../vitest.shared.ts";

// Each example is run as its reader would run it; the consumer's own test suite is one of them.
export default defineConfig({
  ...shared,
  // Without "import": Node would apply it to `require` too, and `pg` requires a package that then gives it a module.
  ssr: { resolve: { conditions: ["@intunectl/source", "node", "default"] } },
  test: { ...shared.test, include: ["test/**/*.test.ts", "test-with-the-emulator/*.test.ts"] },
});
