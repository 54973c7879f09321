import type { Comparing } from "./comparing.ts";
import type { ContractOperation } from "./contract.ts";
import { nameLikeness } from "./name-likeness.ts";

/** What is on both sides, and what is on one. */
export interface Pairing {
  readonly pairs: readonly (readonly [ContractOperation, ContractOperation])[];
  readonly gone: readonly ContractOperation[];
  readonly added: readonly ContractOperation[];
}

/** By key; overloads of one key by their parameters: those with the same names first, then those with the most in common. */
export function pairOperations(context: Comparing): Pairing {
  const [only, ...others] = context.old.operations;
  const [onlyNow, ...othersNow] = context.new.operations;
  // One page against one page: it is the operation that they describe, wherever it went.
  if (
    context.old.kind === "pages" &&
    only !== undefined &&
    onlyNow !== undefined &&
    others.length + othersNow.length === 0
  )
    return { pairs: [[only, onlyNow]], gone: [], added: [] };
  const now = groupByKey(context.new.operations, (operation) => operation.key);
  const pairs: (readonly [ContractOperation, ContractOperation])[] = [];
  const gone: ContractOperation[] = [];
  const keys = new Set<string>();
  for (const [key, olds] of groupByKey(context.old.operations, (operation) =>
    renamedKey(context, operation),
  )) {
    keys.add(key);
    const rest = [...(now.get(key) ?? [])];
    const waiting = olds.filter((old) => {
      const twin = rest.find((candidate) => signature(candidate) === signature(old));
      if (twin === undefined) return true;
      pairs.push([old, twin]);
      rest.splice(rest.indexOf(twin), 1);
      return false;
    });
    for (const old of waiting) {
      const [best] = rest.toSorted((a, b) => inCommon(old, b) - inCommon(old, a));
      if (best === undefined) gone.push(old);
      else {
        pairs.push([old, best]);
        rest.splice(rest.indexOf(best), 1);
      }
    }
    now.set(key, rest);
  }
  return { pairs, gone, added: [...now.values()].flat() };
}

function groupByKey(
  operations: readonly ContractOperation[],
  keyOf: (operation: ContractOperation) => string,
): Map<string, ContractOperation[]> {
  const groups = new Map<string, ContractOperation[]>();
  for (const operation of operations) {
    const known = groups.get(keyOf(operation));
    if (known === undefined) groups.set(keyOf(operation), [operation]);
    else known.push(operation);
  }
  return groups;
}

/** An operation that is bound to a type with another name is bound to the same type. */
function renamedKey(context: Comparing, { key }: ContractOperation): string {
  const binding = /\(([\w.]+)\)+$/.exec(key)?.[1];
  const name = binding === undefined ? undefined : context.renamedTypes.get(binding);
  return binding === undefined || name === undefined ? key : key.replace(`(${binding})`, `(${name})`);
}

function signature({ parameters }: ContractOperation): string {
  return parameters
    .map(({ name }) => name)
    .toSorted()
    .join();
}

function inCommon(a: ContractOperation, b: ContractOperation): number {
  return a.parameters.filter(({ name }) => b.parameters.some((other) => other.name === name)).length;
}

/** The same place in the service, or the same binding, parameters and result under a name that is alike. */
export function operationLikeness(
  context: Comparing,
  old: ContractOperation,
  now: ContractOperation,
): number {
  if (old.path !== undefined && now.path !== undefined) {
    const isSamePlace =
      blankPath(old.path.value) === blankPath(now.path.value) && old.method?.value === now.method?.value;
    return isSamePlace ? 1 : 0;
  }
  const bindingOf = (key: string): string => key.slice(key.indexOf("("));
  const isSameShape =
    old.kind === now.kind &&
    bindingOf(renamedKey(context, old)) === bindingOf(now.key) &&
    signature(old) === signature(now) &&
    old.result.type?.name === now.result.type?.name;
  return isSameShape ? nameLikeness(nameOf(old.key), nameOf(now.key)) : 0;
}

function nameOf(key: string): string {
  const name = key.slice(0, key.indexOf("("));
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The path without the names of its variables, which are the library's own. */
export function blankPath(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}");
}
