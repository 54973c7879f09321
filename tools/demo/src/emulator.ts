import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A running emulator, with a token that may read and write. */
export interface RunningEmulator {
  readonly url: string;
  readonly token: string;
  readonly stop: () => Promise<void>;
}

/** Starts `intunectl emulator start` as its own process and waits until it listens. */
export async function startEmulator(root: string, data: string): Promise<RunningEmulator> {
  const child = spawn(
    process.execPath,
    [join(root, "apps/cli/dist/main.js"), "emulator", "start", "--port", "0", "--data", data],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  try {
    const url = await firstUrl(createInterface({ input: child.stdout }));
    child.stdout.resume();
    return { url, token: await requestToken(url), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function firstUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the emulator ended before it listened");
}

async function requestToken(url: string): Promise<string> {
  const scopes = ["DeviceManagementConfiguration.ReadWrite.All", "GroupMember.Read.All"];
  const response = await fetch(new URL("/_emulator/tokens", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ scopes }),
  });
  const answer: unknown = await response.json();
  if (
    typeof answer === "object" &&
    answer !== null &&
    "access_token" in answer &&
    typeof answer.access_token === "string"
  )
    return answer.access_token;
  throw new Error(`the emulator gave no token (${response.status})`);
}
