import type { Operation } from "../src/index.ts";

interface Thing {
  readonly id: string;
}

export const getThing: Operation<{ readonly thingId: string; readonly $select?: readonly string[] }, Thing> =
  {
    name: "getThing",
    method: "GET",
    path: "/things/{thingId}",
    version: "beta",
    permissions: { delegated: [], application: [] },
  };

export const listThings: Operation<
  { readonly $top?: number; readonly $filter?: string },
  { readonly value: readonly Thing[] }
> = {
  name: "listThings",
  method: "GET",
  path: "/things",
  version: "beta",
  permissions: { delegated: [], application: [] },
};

export const assignThing: Operation<
  { readonly thingId: string; readonly assignments: readonly unknown[] },
  { readonly value?: readonly Thing[] }
> = {
  name: "assignThing",
  method: "POST",
  path: "/things/{thingId}/assign",
  version: "beta",
  permissions: { delegated: [], application: [] },
};
