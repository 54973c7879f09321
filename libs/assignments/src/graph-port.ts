import type { AssignableKind, GraphClient, Operation } from "@intunectl/graph-core";
import type { WriteAnswer } from "./apply.ts";
import type { AssignmentSet } from "./assignment-set.ts";
import { decodeAssignments } from "./decode.ts";
import { toFailure } from "./failure.ts";
import type { Assignment } from "./target.ts";

/** The assignments of one kind of configuration in Graph. */
export interface GraphPort {
  /** All pages, decoded strictly; unknown when one page or one member fails. */
  read(id: string): Promise<AssignmentSet>;
  /** Replaces the whole set. Rejects when it is not known whether the service took it. */
  write(id: string, assignments: readonly Assignment[]): Promise<WriteAnswer>;
}

/** Reads and writes assignments of any kind that the library knows. */
export function createGraphPort(
  client: Pick<GraphClient, "send" | "pages">,
  kind: AssignableKind,
): GraphPort {
  return {
    async read(id) {
      try {
        const items: unknown[] = [];
        // A list that breaks off must not pass as the whole set, so nothing is returned before the last page.
        for await (const item of client.pages(toCollection(kind.listAssignments), { [kind.key]: id }))
          items.push(item);
        return decodeAssignments(items);
      } catch (error) {
        const failure = toFailure(error);
        return { kind: "unknown", code: "unreadable", reason: failure.message, failure };
      }
    },
    async write(id, assignments) {
      const next = assignments.map(({ target }) => ({ target }));
      try {
        await client.send(kind.assign, { [kind.key]: id, [kind.parameter]: next });
        return { kind: "accepted" };
      } catch (error) {
        // An earlier attempt may have been carried out although the last one was refused; only the client knows.
        if (isWithoutEffect(error)) return { kind: "rejected", failure: toFailure(error) };
        throw error;
      }
    },
  };
}

/** By shape: the error may come from another copy of the client. */
function isWithoutEffect(error: unknown): boolean {
  return error instanceof Error && "mayHaveTakenEffect" in error && error.mayHaveTakenEffect === false;
}

type Collection = Operation<Readonly<Record<string, string>>, { readonly value: readonly unknown[] }>;

/** The same operation with the types that paging needs; its items stay unknown. */
function toCollection({ name, method, path, version, permissions }: AssignableKind["list"]): Collection {
  return { name, method, path, version, permissions };
}
