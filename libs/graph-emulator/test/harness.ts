import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unwrapMessage } from "@intunectl/graph-core";
import { operations } from "@intunectl/graph-intune";
import { onTestFinished } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../src/index.ts";

/** Every scope that any operation asks for. */
export const everything: readonly string[] = [
  ...new Set(operations.flatMap(({ permissions }) => permissions.delegated)),
];

/** The time at which tests take place, and how the service writes it. */
export const testNow = Date.parse("2026-08-22T09:17:00.123Z");
export const testTime = "2026-08-22T09:17:00.1230000Z";

export const configurations = "/beta/deviceManagement/groupPolicyConfigurations";
export const edge = `${configurations}/4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14`;
export const edgeId = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Answers are looked at in every possible shape.
  readonly json: Record<string, unknown> | undefined;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Reply>;

export async function start(
  options: EmulatorOptions = {},
): Promise<{ readonly emulator: Emulator; readonly call: Call }> {
  const emulator = await createEmulator({ now: () => testNow, ...options });
  onTestFinished(() => emulator.close());
  return { emulator, call: caller(emulator) };
}

export function caller(emulator: Emulator, token: string = emulator.token({ scopes: everything })): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json" && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
}

export function target(type: string, properties: object = {}): { readonly target: object } {
  return { target: { "@odata.type": `#microsoft.graph.${type}AssignmentTarget`, ...properties } };
}

export const groupA = "aaaaaaaa-0000-4000-8000-000000000001";
export const groupB = "bbbbbbbb-0000-4000-8000-000000000002";
export const include = (groupId: string): object => target("group", { groupId });
export const exclude = (groupId: string): object => target("exclusionGroup", { groupId });

export function errorOf(reply: Reply): {
  readonly code: string;
  readonly message: string;
  readonly innerError: object;
} {
  const error: unknown = reply.json?.["error"];
  if (typeof error !== "object" || error === null) throw new Error(`no error in ${reply.text}`);
  return { code: "", message: "", innerError: {}, ...error };
}

/** The human sentence of an error, taken out of Intune's JSON. */
export function sentenceOf(reply: Reply): string {
  return unwrapMessage(errorOf(reply).message).message;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
