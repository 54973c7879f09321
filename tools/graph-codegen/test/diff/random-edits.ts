/** A small generator of numbers from 0 to 1 that says the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** An edited text, and what was done to it: `property-removed group.description`. */
export interface RandomlyEdited {
  readonly text: string;
  readonly want: readonly string[];
}

/** Edits about one line in a hundred of the metadata, each line by itself, as its layout lets it. */
export function editRandomly(text: string, random: () => number): RandomlyEdited {
  const want: string[] = [];
  const lines: string[] = [];
  let namespace = "";
  let type = "";
  for (const line of text.split("\n")) {
    namespace = /<Schema Namespace="([^"]+)"/.exec(line)?.[1] ?? namespace;
    const declared = /^ *<(EntityType|ComplexType|EnumType|Action|Function) Name="([^"]+)"/.exec(line);
    if (declared !== null)
      type = namespace === "microsoft.graph" ? (declared[2] ?? "") : `${namespace}.${declared[2] ?? ""}`;
    const edit = random() < 0.01 ? editLine(line, type, random) : undefined;
    want.push(...(edit?.want ?? []));
    lines.push(...(edit?.lines ?? [line]));
  }
  return { text: lines.join("\n"), want };
}

function editLine(
  line: string,
  type: string,
  random: () => number,
): { readonly lines: readonly string[]; readonly want: readonly string[] } | undefined {
  const choose = <T>(...options: readonly [T, ...T[]]): T =>
    options[Math.floor(random() * options.length)] ?? options[0];
  const member =
    /^( *)<(Property|NavigationProperty|Member) Name="([^"]+)"(?: (?:Type|Value)="([^"]+)")?([^>]*?) \/>$/.exec(
      line,
    );
  if (member === null) return undefined;
  const [, indent = "", kind = "", name = "", use = "", rest = ""] = member;
  if (name === "unknownFutureValue") return undefined;
  const subject = `${type}.${name}`;
  const code = kind === "Member" ? "enum-member" : kind === "Property" ? "property" : "navigation";
  const fresh = `zz${name.slice(0, 1).toUpperCase()}${name.slice(1)}Q`;
  const added =
    kind === "Member"
      ? `${indent}<Member Name="${fresh}" Value="7${use}7" />`
      : `${indent}<${kind} Name="${fresh}" Type="${kind === "Property" ? "Edm.Binary" : "graph.zzNothing"}" />`;
  switch (choose("remove", "add", "null", "type")) {
    case "remove":
      return { lines: [], want: [`${code}-removed ${subject}`] };
    case "add":
      return { lines: [line, added], want: [`${code}-added ${type}.${fresh}`] };
    case "null": {
      if (kind !== "Property") return undefined;
      return rest.includes(`Nullable="false"`)
        ? { lines: [line.replace(` Nullable="false"`, "")], want: [`property-became-nullable ${subject}`] }
        : {
            lines: [line.replace(" />", ` Nullable="false" />`)],
            want: [`property-no-longer-nullable ${subject}`],
          };
    }
    default:
      return kind === "Property"
        ? {
            lines: [
              line.replace(`Type="${use}"`, `Type="${use === "Edm.Stream" ? "Edm.Binary" : "Edm.Stream"}"`),
            ],
            want: [`property-type-changed ${subject}`],
          }
        : undefined;
  }
}
