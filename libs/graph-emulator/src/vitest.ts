import { test as base, type TestAPI } from "vitest";
import { createEmulator, type Emulator } from "./emulator.ts";
import type { EmulatorOptions } from "./options.ts";

/** What a test asks for. */
export interface EmulatorFixtures {
  /** How the emulator is made; a test or a file may say otherwise. */
  readonly emulatorOptions: EmulatorOptions;
  /** A Graph service of the test's own; it ends with the test. */
  readonly emulator: Emulator;
}

/**
 * Vitest's `test`, with an emulator for each test that asks for one.
 *
 * @example
 * ```ts
 * import { test } from "@intunectl/graph-emulator/vitest";
 *
 * test("reads groups", async ({ emulator }) => {
 *   const headers = { authorization: `Bearer ${emulator.token({ scopes: ["Group.Read.All"] })}` };
 *   const response = await fetch(`${emulator.url}/beta/groups`, { headers });
 *   if (!response.ok) throw new Error(await response.text());
 * });
 * ```
 */
export const test: TestAPI<EmulatorFixtures> = base.extend<EmulatorFixtures>({
  emulatorOptions: {},
  emulator: async ({ emulatorOptions }, use) => {
    const emulator = await createEmulator(emulatorOptions);
    await use(emulator);
    await emulator.close();
  },
});
