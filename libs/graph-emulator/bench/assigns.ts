import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureEach, startService } from "./service.ts";

const path = "/beta/deviceManagement/groupPolicyConfigurations/4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14/assign";

function toBody(size: number): string {
  const assignments = Array.from({ length: size }, (_, index) => ({
    target: {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget",
      groupId: `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, "0")}`,
    },
  }));
  return JSON.stringify({ assignments });
}

/** Assigns a second of one core, in memory and on disk, over the floor of the same bytes. */
export async function measureAssigns(count: number): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const size of [1, 5, 20]) {
    const body = toBody(size);
    const folder = mkdtempSync(join(tmpdir(), "emulator-bench-"));
    const memory = await startService({ kind: "emulator" });
    const disk = await startService({ kind: "emulator", dataFolder: folder });
    const floor = await startService({ kind: "floor", answer: await memory.send("POST", path, body) });
    // Interleaved, so that all three meet the same machine; the median of three stands.
    const samples = { floor: new Array<number>(), memory: new Array<number>(), disk: new Array<number>() };
    for (let round = 0; round < 3; round += 1) {
      samples.floor.push((await measureEach(floor, count, () => floor.send("POST", path, body))).cpuUs);
      samples.memory.push((await measureEach(memory, count, () => memory.send("POST", path, body))).cpuUs);
      samples.disk.push((await measureEach(disk, count, () => disk.send("POST", path, body))).cpuUs);
    }
    for (const service of [floor, memory, disk]) service.close();
    rmSync(folder, { recursive: true, force: true });
    const [a, b, c] = [median(samples.floor), median(samples.memory), median(samples.disk)];
    rows.push(
      `| ${size} | ${a.toFixed(0)} | ${b.toFixed(0)} (${(b / a).toFixed(1)}x) | ${perSecond(b)} | ${c.toFixed(0)} (${(c / a).toFixed(1)}x) | ${perSecond(c)} |`,
    );
  }
  return [
    "| assignments in the set | floor CPU us | in memory CPU us | a second | on disk CPU us | a second |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

function perSecond(us: number): string {
  return Math.floor(1e6 / us).toLocaleString("en");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
