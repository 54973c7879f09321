import { expect, test } from "vitest";
import type { Tarball } from "../src/check/tarball-rules.ts";
import { checkTarball, mostBytes } from "../src/check/tarball-rules.ts";

const manifest = {
  name: "@contoso/client",
  license: "MIT",
  engines: { node: ">=22" },
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
  },
  dependencies: { "@contoso/core": "^1.0.0" },
  scripts: { build: "tsc" },
};

function pack(
  changes: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string | undefined>> = {},
): Tarball {
  const all = {
    "package.json": JSON.stringify({ ...manifest, ...changes }),
    LICENSE: "MIT",
    "README.md": "# client",
    "CHANGELOG.md": "# client",
    "dist/index.js": "",
    "dist/index.d.ts": "",
    ...files,
  };
  return {
    file: "client.tgz",
    bytes: 1000,
    files: new Map(
      Object.entries(all).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])),
    ),
  };
}

test("a package in order has no problems", () => {
  expect(checkTarball(pack())).toEqual([]);
});

test.each<[what: string, given: Tarball, want: string]>([
  ["no license", pack({}, { LICENSE: undefined }), "there is no LICENSE in it"],
  ["no readme", pack({}, { "README.md": undefined }), "there is no README.md in it"],
  ["an empty changelog", pack({}, { "CHANGELOG.md": " \n" }), "there is no CHANGELOG.md in it"],
  [
    "the workspace protocol",
    pack({ dependencies: { core: "workspace:^" } }),
    `dependencies has core as "workspace:^", which no registry knows`,
  ],
  [
    "the catalog protocol",
    pack({ peerDependencies: { core: "catalog:" } }),
    `peerDependencies has core as "catalog:", which no registry knows`,
  ],
  [
    "a script that runs where it is installed",
    pack({ scripts: { postinstall: "x" } }),
    `it has a script "postinstall", which runs where it is installed`,
  ],
  [
    "the source condition",
    pack({ exports: { ".": { "@intunectl/source": "./dist/index.js" } } }),
    `its exports have the condition "@intunectl/source", which is for this repository`,
  ],
  [
    "an entry that is not there",
    pack({}, { "dist/index.js": undefined }),
    "package.json names ./dist/index.js, which is not in it",
  ],
  [
    "a program that is not there",
    pack({ bin: { x: "./dist/main.js" } }),
    "package.json names ./dist/main.js, which is not in it",
  ],
  ["tests", pack({}, { "test/a.test.ts": "" }), "test/a.test.ts is nothing to publish"],
  ["a hidden file", pack({}, { ".env": "" }), ".env is nothing to publish"],
  ["no license in the manifest", pack({ license: undefined }), "package.json names no license"],
  ["no engines", pack({ engines: undefined }), "package.json does not say which Node it needs"],
  ["too much", { ...pack(), bytes: mostBytes + 1 }, `${mostBytes + 1} bytes are more than ${mostBytes}`],
  ["a broken manifest", pack({}, { "package.json": "{" }), "its package.json is no object"],
])("a package with %s is refused", (_, given, want) => {
  expect(checkTarball(given)).toEqual([`client.tgz: ${want}`]);
});
