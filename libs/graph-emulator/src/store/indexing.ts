/** When indexes are used. */
export interface Indexing {
  /** Collections smaller than this are searched without one. */
  readonly fromEntities: number;
  /** As many matches as this are fetched through an index and sorted. */
  readonly fewMatches: number;
}

export const defaultIndexing: Indexing = { fromEntities: 1000, fewMatches: 2000 };
