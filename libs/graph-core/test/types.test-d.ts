import { createGraphClient, type GraphClient, staticToken } from "../src/index.ts";
import { assignThing, getThing, listThings } from "./operations.ts";

// Checked by the compiler, never run: each line that must not compile says so.
export async function checkTypes(graph: GraphClient): Promise<void> {
  const thing: { readonly id: string } = await graph.send(getThing, { thingId: "a" });

  // @ts-expect-error a misspelt path parameter
  await graph.send(getThing, { thingID: "a" });
  // @ts-expect-error a missing path parameter
  await graph.send(getThing, {});
  // @ts-expect-error a parameter that the operation does not have
  await graph.send(getThing, { thingId: "a", extra: 1 });
  // @ts-expect-error an id is a string
  await graph.send(getThing, { thingId: 7 });
  // @ts-expect-error an empty set must be said, not implied
  await graph.send(assignThing, { thingId: "a" });
  // @ts-expect-error undefined is not a value
  await graph.send(listThings, { $top: undefined });
  const { value } = await graph.send(assignThing, { thingId: "a", assignments: [] });
  // @ts-expect-error the service may answer without a body
  void value.length;
  // @ts-expect-error one thing is not a collection
  graph.pages(getThing, { thingId: "a" });
  for await (const item of graph.pages(listThings, {})) {
    const { id }: { readonly id: string } = item;
    // @ts-expect-error a property that an item does not have
    void item.name;
    thing satisfies { readonly id: typeof id };
  }
  // @ts-expect-error a cloud that does not exist
  createGraphClient({ credential: staticToken("t"), cloud: "germany" });
}
