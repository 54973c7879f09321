import fc from "fast-check";
import {
  allDevices,
  allUsers,
  type Assignment,
  type AssignmentTarget,
  exclude,
  include,
  targetKey,
  type TargetFilter,
} from "../src/index.ts";

/** Few ids, so that sets meet each other. */
export const groupIds: readonly string[] = Array.from(
  { length: 6 },
  (_, index) => `6b1d0f4${index}-8a53-4f0e-9d61-0c8f6c5b2a1${index}`,
);

const filter: fc.Arbitrary<TargetFilter | undefined> = fc.option(
  fc.record({
    id: fc.constantFrom("f0000001-0000-4000-8000-00000000000a", "f0000002-0000-4000-8000-00000000000b"),
    mode: fc.constantFrom("include" as const, "exclude" as const),
  }),
  { nil: undefined },
);

/** Any target of the six kinds. */
export const target: fc.Arbitrary<AssignmentTarget> = fc.oneof(
  fc.tuple(fc.constantFrom(...groupIds), filter).map(([id, narrowed]) => include(id, narrowed)),
  fc.tuple(fc.constantFrom(...groupIds), filter).map(([id, narrowed]) => exclude(id, narrowed)),
  filter.map(allDevices),
  filter.map(allUsers),
  fc.constantFrom("SMS00001", "SMS00002").map((collectionId) => ({
    "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget" as const,
    collectionId,
  })),
);

/** A set that the service could hold: one assignment for each audience. */
export const assignments: fc.Arbitrary<readonly Assignment[]> = fc
  .uniqueArray(target, { selector: targetKey, maxLength: 8 })
  .map((targets) => targets.map((one) => ({ target: one })));

/** The same set, spelled in another way: order, letter case, and how "no filter" is said. */
export function respell(set: readonly Assignment[]): fc.Arbitrary<readonly Assignment[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...set], { minLength: set.length }),
      fc.infiniteStream(fc.tuple(fc.boolean(), fc.constantFrom(undefined, null, "", zero))),
    )
    .map(([shuffled, stream]) =>
      shuffled.map(({ target: one }) => {
        const [isUpper, none] = stream.next().value ?? [false, undefined];
        return { target: respellTarget(one, isUpper, none) };
      }),
    );
}

const zero = "00000000-0000-0000-0000-000000000000";

function respellTarget(
  one: AssignmentTarget,
  isUpper: boolean,
  none: string | null | undefined,
): AssignmentTarget {
  const letters = (id: string): string => (isUpper ? id.toUpperCase() : id);
  const id = one.deviceAndAppManagementAssignmentFilterId;
  const withFilter: AssignmentTarget =
    typeof id === "string"
      ? { ...one, deviceAndAppManagementAssignmentFilterId: letters(id) }
      : none === undefined
        ? one
        : {
            ...one,
            deviceAndAppManagementAssignmentFilterId: none,
            deviceAndAppManagementAssignmentFilterType: "none",
          };
  if ("groupId" in withFilter) return { ...withFilter, groupId: letters(withFilter.groupId) };
  if ("collectionId" in withFilter) return { ...withFilter, collectionId: letters(withFilter.collectionId) };
  return withFilter;
}
