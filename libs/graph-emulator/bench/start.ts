import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

/** Wall milliseconds from the start of a process to the first byte of its first answer, beside an empty start of Node. */
export async function measureStart(rounds: number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, "first-answer.js");
  const [empty, first] = [new Array<number>(), new Array<number>()];
  for (let round = 0; round <= rounds; round += 1) {
    const [a, b] = [await timeEmpty(), await timeFirstAnswer(script)];
    if (round === 0) continue;
    empty.push(a);
    first.push(b);
  }
  const [floor, start] = [median(empty), median(first)];
  return [
    "| | wall ms |",
    "| --- | --- |",
    `| an empty start of Node (the floor) | ${floor.toFixed(0)} |`,
    `| start to first answer | ${start.toFixed(0)} |`,
    `| over the floor | ${(start - floor).toFixed(0)} |`,
  ];
}

async function timeEmpty(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--eval", "0"]);
  await once(child, "exit");
  return performance.now() - start;
}

async function timeFirstAnswer(script: string): Promise<number> {
  const start = performance.now();
  // Built files, as they are installed.
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const socket = connect(Number(new URL(String(line).trim()).port), "127.0.0.1");
  socket.write("GET /beta/groups HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  const ms = performance.now() - start;
  socket.destroy();
  child.kill("SIGKILL");
  await once(child, "exit");
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
