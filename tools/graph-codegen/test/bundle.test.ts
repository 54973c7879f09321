import { build } from "esbuild";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { createMemoryWorld } from "./memory-world.ts";

/** A library of so many actions; esbuild reads it from memory. */
function createLibrary(actions: number): ReadonlyMap<string, string> {
  const declared = Array.from(
    { length: actions },
    (_, index) =>
      `<Action Name="act${index}" IsBound="true"><Parameter Name="it" Type="microsoft.graph.thing" /></Action>`,
  );
  const text = `<Edmx><Schema Namespace="microsoft.graph"><EntityType Name="thing" />${declared.join("")}<EntityContainer Name="service"><EntitySet Name="things" EntityType="microsoft.graph.thing" /></EntityContainer></Schema></Edmx>`;
  const world = createMemoryWorld([["metadata.xml", text]]);
  expect(run(["generate", "--all", "--csdl", "metadata.xml", "--out", "out"], world)).toBe(0);
  return world.files;
}

async function bundle(files: ReadonlyMap<string, string>, app: string): Promise<string> {
  const result = await build({
    stdin: { contents: app, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "memory",
        setup: (plugin) => {
          plugin.onResolve({ filter: /./ }, ({ path }) => ({
            path: path.replace("./", "out/"),
            namespace: "memory",
          }));
          plugin.onLoad({ filter: /./, namespace: "memory" }, ({ path }) => ({
            contents: files.get(path) ?? "",
            loader: "ts",
          }));
        },
      },
    ],
  });
  return result.outputFiles[0]?.text ?? "";
}

test.each([3, 600, 3000])(
  "of a library of %i actions an app carries the one that it imports, and no word of another",
  async (actions) => {
    const text = await bundle(
      createLibrary(actions),
      `import { act2Thing } from "./index.ts"; console.log(act2Thing);`,
    );
    expect(text).toContain("/things/{thingId}/act2");
    expect(text).not.toContain("act1");
    expect(text.length).toBeLessThan(250);
  },
);

test.each([3, 600, 3000])("the list of %i actions has them all", async (actions) => {
  const text = await bundle(
    createLibrary(actions),
    `import { operations } from "./index.ts"; export { operations };`,
  );
  const { operations }: { operations: readonly unknown[] } = await import(
    `data:text/javascript,${encodeURIComponent(text)}`
  );
  expect(operations).toHaveLength(actions + 2);
});
