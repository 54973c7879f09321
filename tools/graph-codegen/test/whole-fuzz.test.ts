import fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../src/run.ts";
import { compile } from "./compile.ts";
import { createMemoryWorld } from "./memory-world.ts";

/** Names that mean something to JavaScript, to OData, to this generator, or that only look alike. */
const names = fc.constantFrom(
  ..."case package default delete constructor __proto__ prototype toString index model operations entity anyShape shape shapeBase".split(
    " ",
  ),
  ..."Shape SHAPE record partial pick operation anyOperation shapeInput shapeNavigation shapeOperations id value é 日本 _ a1".split(
    " ",
  ),
);
const namespaces = fc.constantFrom("microsoft.graph", "microsoft.graph.security", "contoso");
const primitives = fc.constantFrom(
  "Edm.String",
  "Edm.Int32",
  "Edm.DateTimeOffset",
  "Edm.Stream",
  "Edm.Untyped",
);
const qualified = fc.tuple(namespaces, names).map(([namespace, name]) => `${namespace}.${name}`);
const used = fc
  .tuple(fc.oneof(primitives, qualified), fc.boolean())
  .map(([name, isMany]) => (isMany ? `Collection(${name})` : name));
const flag = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom("", ` ${name}="true"`, ` ${name}="false"`);

const member = fc
  .tuple(
    fc.constantFrom("Property", "NavigationProperty"),
    names,
    used,
    flag("Nullable"),
    flag("ContainsTarget"),
  )
  .map(
    ([element, name, type, nullable, contained]) =>
      `<${element} Name="${name}" Type="${type}"${nullable}${element === "Property" ? "" : contained} />`,
  );
const structured = fc
  .tuple(
    fc.constantFrom("ComplexType", "EntityType"),
    names,
    fc.option(qualified, { nil: undefined }),
    flag("Abstract"),
    flag("OpenType"),
    fc.array(member, { maxLength: 7 }),
  )
  .map(
    ([element, name, base, isAbstract, isOpen, members]) =>
      `<${element} Name="${name}"${base === undefined ? "" : ` BaseType="${base}"`}${isAbstract}${isOpen}>${members.join("")}</${element}>`,
  );
const enumeration = fc
  .tuple(names, flag("IsFlags"), fc.array(names, { maxLength: 4 }))
  .map(
    ([name, isFlags, members]) =>
      `<EnumType Name="${name}"${isFlags}>${members.map((each, index) => `<Member Name="${each}" Value="${index}" />`).join("")}</EnumType>`,
  );
const operation = fc
  .tuple(
    fc.constantFrom("Action", "Function"),
    names,
    flag("IsBound"),
    fc.array(fc.tuple(names, used), { maxLength: 4 }),
    fc.option(used, { nil: undefined }),
  )
  .map(
    ([element, name, isBound, parameters, returns]) =>
      `<${element} Name="${name}"${isBound}>${parameters.map(([each, type]) => `<Parameter Name="${each}" Type="${type}" />`).join("")}${returns === undefined ? "" : `<ReturnType Type="${returns}" />`}</${element}>`,
  );
const annotation = fc
  .tuple(qualified, fc.string({ unit: "binary", maxLength: 30 }))
  .map(
    ([target, text]) =>
      `<Annotations Target="${target}"><Annotation Term="Org.OData.Core.V1.Description" String="${escape(`${text} */ \${x} \` // `)}" /></Annotations>`,
  );

function escape(text: string): string {
  // XML has no way to write most control characters.
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/gu, "?")
    .replace(/[&<>"\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const root = fc
  .tuple(fc.boolean(), names, qualified)
  .map(([isSet, name, type]) =>
    isSet
      ? `<EntitySet Name="${name}" EntityType="${type}" />`
      : `<Singleton Name="${name}" Type="${type}" />`,
  );
const schema = fc
  .tuple(
    namespaces,
    fc.array(fc.oneof({ weight: 4, arbitrary: structured }, enumeration, operation, annotation), {
      minLength: 3,
      maxLength: 14,
    }),
    fc.array(root, { maxLength: 3 }),
  )
  .map(
    ([namespace, children, roots]) =>
      `<Schema Namespace="${namespace}">${children.join("\n")}<EntityContainer Name="service">${roots.join("")}</EntityContainer></Schema>`,
  );
const metadata = fc
  .array(schema, { minLength: 1, maxLength: 3 })
  .map((schemas) => `<Edmx><DataServices>${schemas.join("\n")}</DataServices></Edmx>`);

/** `FUZZ_LIBRARIES=5000` for a longer run, `FUZZ_SEED` for another one. */
const libraries = Number(process.env["FUZZ_LIBRARIES"] ?? 150);
const seed = Number(process.env["FUZZ_SEED"] ?? 20190122);

test(`${libraries} odd metadata files make libraries that compile, and what is wrong with each is said`, () => {
  const files: (readonly [string, string])[] = [];
  const texts = fc.sample(metadata, { numRuns: libraries, seed });
  for (const [index, text] of texts.entries()) {
    const world = createMemoryWorld([["metadata.xml", text]]);
    const code = run(
      ["generate", "--all", "--csdl", "metadata.xml", "--out", "out", "--output", "json"],
      world,
    );
    const said = world.complaints.join("\n");
    expect(code, `${text}\n${said}`).toBe(0);
    const again = createMemoryWorld([["metadata.xml", text]]);
    run(["generate", "--all", "--csdl", "metadata.xml", "--out", "out"], again);
    expect([...again.files]).toEqual([...world.files]);
    for (const [path, content] of world.files)
      if (path.endsWith(".ts")) files.push([path.replace("out/", `m${index}/`), content]);
  }
  const errors = compile(files);
  const [, broken] = /^m(\d+)\//m.exec(errors) ?? [];
  expect(errors.slice(0, 1500), broken === undefined ? "" : texts[Number(broken)]).toBe("");
}, 600_000);
