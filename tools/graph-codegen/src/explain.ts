import type { Command } from "./commands.ts";
import { codeFrame } from "./diagnostics/render.ts";
import { generate } from "./generate.ts";
import type { Origin } from "./model/facts.ts";
import { formatOrigin } from "./model/facts.ts";
import type { Model } from "./model/ir.ts";
import { nearestName } from "./model/names.ts";
import { factName } from "./reconcile/type-use.ts";
import type { World } from "./world.ts";

interface Explained {
  readonly fact: string;
  readonly value: string;
  readonly origins: readonly Origin[];
}

/** `graph-codegen explain groupPolicyConfigurationAssignment.target`: each fact with the places that say it. */
export function explain(command: Command, world: World): number {
  const { model, sources } = generate(world, command.specs, command);
  const all = [...explainTypes(model), ...explainOperations(model)];
  const wanted = command.symbol.replace(/^#?microsoft\.graph\./, "");
  const found = all.filter(
    ({ fact }) => fact === wanted || fact.startsWith(`${wanted}.`) || fact.startsWith(`${wanted} `),
  );
  if (found.length === 0) {
    const names = new Set(all.map(({ fact }) => fact.split(" ")[0] ?? ""));
    const near = nearestName(wanted, names);
    world.complain(
      `nothing published is named "${command.symbol}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
    return 1;
  }
  for (const { fact, value, origins } of found) {
    world.print(`${fact}: ${value}`);
    const seen = new Set<string>();
    for (const origin of origins) {
      const place = formatOrigin(origin);
      if (seen.has(place)) continue;
      seen.add(place);
      const by = origin.file.includes("/overlays/") ? "decided by" : "said by";
      world.print([`  ${by} ${place}`, ...codeFrame(origin, sources)].join("\n"));
    }
  }
  return 0;
}

function explainTypes(model: Model): readonly Explained[] {
  return [...model.types.values()].flatMap((type): readonly Explained[] => {
    const name = factName(type.name);
    const prose =
      type.description === undefined
        ? []
        : [
            {
              fact: `${name} description`,
              value: type.description.value,
              origins: [type.description.origin],
            },
          ];
    if (type.kind === "enum") {
      return [
        { fact: name, value: "enum", origins: [type.origin] },
        ...prose,
        ...type.members.map((member) => ({
          fact: `${name}.${member.value}`,
          value: "member",
          origins: [member.origin],
        })),
      ];
    }
    const kind = `${type.isAbstract ? "abstract " : ""}${type.kind}${type.base === undefined ? "" : ` based on ${factName(type.base)}`}`;
    const properties = type.properties.flatMap((property): readonly Explained[] => {
      const use = property.type.isCollection
        ? `Collection(${factName(property.type.name)})`
        : factName(property.type.name);
      const marks = [
        property.isNullable && "nullable",
        property.isOptional && "may be left out",
        property.isComputed && "set by the service",
      ].filter((mark) => mark !== false);
      const said = property.description;
      return [
        { fact: `${name}.${property.name}`, value: [use, ...marks].join(", "), origins: property.origins },
        ...(said === undefined
          ? []
          : [{ fact: `${name}.${property.name} description`, value: said.value, origins: [said.origin] }]),
      ];
    });
    return [{ fact: name, value: kind, origins: [type.origin] }, ...prose, ...properties];
  });
}

function explainOperations(model: Model): readonly Explained[] {
  return model.operations.flatMap((operation): readonly Explained[] => {
    const { name, result, permissions, summary } = operation;
    const returns =
      result.kind === "none"
        ? "nothing"
        : `${factName(result.type.name)}${result.kind === "envelope" ? " (as { value: [...] })" : ""}`;
    return [
      {
        fact: name,
        value: `${operation.method.value} ${operation.path.value}`,
        origins: [operation.path.origin],
      },
      ...(summary === undefined
        ? []
        : [{ fact: `${name} summary`, value: summary.value, origins: [summary.origin] }]),
      ...operation.bodyParameters.map((parameter) => ({
        fact: `${name}.${parameter.name}`,
        value: factName(parameter.type.name),
        origins: parameter.origins,
      })),
      { fact: `${name} returns`, value: returns, origins: result.kind === "none" ? [] : result.origins },
      ...(["delegated", "application"] as const).map((kind) => ({
        fact: `${name} permissions.${kind}`,
        value: permissions?.[kind].names.join(", ") ?? "not known",
        origins: permissions?.[kind].origins ?? [],
      })),
    ];
  });
}
