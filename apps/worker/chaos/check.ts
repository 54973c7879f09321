/** A wish as the submitter knows it: accepted, with its generation. */
export interface AcceptedWish {
  readonly id: string;
  readonly configuration: string;
  readonly generation: number;
  readonly mode: "merge" | "replace" | "remove";
  readonly groups: readonly string[];
}

/** A write as the service saw it. */
export interface SeenWrite {
  readonly configuration: string;
  readonly clientRequestId: string;
  readonly receivedAt: string;
  readonly answeredAt?: string;
  readonly hasEffect: boolean;
}

/** A line of the audit, as far as it is compared. */
export interface AuditedEvent {
  readonly event: string;
  readonly wish: string | null;
  readonly write: string | null;
  readonly generation: number | null;
}

/** Everything that a run left behind. */
export interface Evidence {
  readonly accepted: readonly AcceptedWish[];
  /** The writes of all configurations in the order in which they took effect. */
  readonly writes: readonly SeenWrite[];
  readonly audit: readonly AuditedEvent[];
  /** Groups by configuration, before the first wish and after the last one. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

const ends = ["applied", "unchanged", "superseded"];

/** What the evidence says against the worker; empty when nothing does. Its rules are its own, not the worker's. */
export function checkEvidence({ accepted, writes, audit, before, after }: Evidence): readonly string[] {
  const problems: string[] = [];
  const eventsByWish = Map.groupBy(audit, ({ wish }) => wish ?? "");
  for (const { id, configuration, generation } of accepted) {
    const events = (eventsByWish.get(id) ?? []).map(({ event }) => event);
    if (!events.includes("accepted")) problems.push(`lost: ${configuration} #${generation} has no record`);
    if (!events.some((event) => ends.includes(event)))
      problems.push(`lost: ${configuration} #${generation} ended as ${events.join(", ")}`);
  }
  const started = new Map(
    audit.flatMap((line) => (line.event === "writing" && line.write !== null ? [[line.write, line]] : [])),
  );
  const late = new Set(audit.filter(({ event }) => event === "late-write").map(({ write }) => write));
  for (const [configuration, list] of Map.groupBy(writes, (write) => write.configuration)) {
    let newest = 0;
    let previous: SeenWrite | undefined;
    for (const write of list) {
      const record = started.get(write.clientRequestId);
      if (record === undefined) problems.push(`audit: no record of the write ${write.clientRequestId}`);
      if (write.hasEffect && !late.has(write.clientRequestId)) {
        const generation = record?.generation ?? newest;
        if (generation < newest)
          problems.push(`order: ${configuration} #${generation} was written after #${newest}`);
        newest = Math.max(newest, generation);
      }
      if (
        previous?.answeredAt !== undefined &&
        previous.answeredAt > write.receivedAt &&
        !late.has(write.clientRequestId)
      )
        problems.push(`overlap: two writes to ${configuration} at ${write.receivedAt}`);
      previous = write;
    }
  }
  for (const [configuration, start] of before) {
    const list = accepted.filter((wish) => wish.configuration === configuration);
    const sorted = list.toSorted((left, right) => left.generation - right.generation);
    let want = new Set(start);
    for (const [index, { mode, groups, generation }] of sorted.entries()) {
      if (generation !== index + 1)
        problems.push(`generations of ${configuration} have a gap at ${index + 1}`);
      if (mode === "replace") want = new Set(groups);
      for (const group of groups) {
        if (mode === "remove") want.delete(group);
        else want.add(group);
      }
    }
    const is = (after.get(configuration) ?? []).toSorted().join(" ");
    const should = [...want].toSorted().join(" ");
    if (is !== should) problems.push(`final: ${configuration} has ${is}, should have ${should}`);
  }
  return problems;
}
