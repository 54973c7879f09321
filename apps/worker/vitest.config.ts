import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.shared.ts";

// Without "import": Node would apply it to `require` too, and `pg` requires a package that then gives it a module.
export default defineConfig({
  ...shared,
  ssr: { resolve: { conditions: ["@intunectl/source", "node", "default"] } },
});
