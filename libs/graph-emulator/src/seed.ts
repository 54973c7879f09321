/** What a new emulator holds: entities by the path of their collection. */
export interface Seed {
  readonly tenant: { readonly id: string; readonly domain: string };
  /** By path without version: `deviceManagement/assignmentFilters`. Each can be walked again, for a reset. */
  readonly collections: Readonly<Record<string, Iterable<SeedEntity>>>;
}

/** One entity, with what is assigned to it. */
export interface SeedEntity {
  /** As a read shows them, in that order. */
  readonly properties: { readonly id: string; readonly [name: string]: unknown };
  /** As an assign request would carry them. */
  readonly assignments?: readonly SeedAssignment[];
  /** Its assignments can be neither read nor changed: 403. */
  readonly isUnreadable?: true;
}

/** One assignment. */
export interface SeedAssignment {
  readonly target: { readonly "@odata.type": string; readonly [name: string]: unknown };
  readonly [name: string]: unknown;
}
