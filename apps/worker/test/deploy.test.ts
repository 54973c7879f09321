import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { usage } from "../src/arguments.ts";
import { parseWorkerOptions } from "../src/commands/options.ts";

const read = (name: string): string => readFileSync(join(import.meta.dirname, "../deploy", name), "utf8");
const files = ["Dockerfile", "compose.yaml", "intune-worker.service", "kubernetes.yaml"];

function parseYaml(name: string): readonly unknown[] {
  return parseAllDocuments(read(name), { merge: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}

test.each(files)("%s names variables that the worker reads", (name) => {
  const named = new Set(read(name).match(/\bINTUNE(CTL|_WORKER)_[A-Z_]+/g));
  expect(named.size).toBeGreaterThan(0);
  for (const variable of named) expect(usage).toContain(variable);
});

test("what the files start is what the worker understands", () => {
  const lines = [
    /^ExecStart=\/usr\/bin\/env intune-worker (.*)$/m.exec(read("intune-worker.service"))?.[1]?.split(" "),
    at(parseYaml("kubernetes.yaml")[0], "spec", "template", "spec", "containers", 0, "args"),
    JSON.parse(/^CMD (.*)$/m.exec(read("Dockerfile"))?.[1] ?? ""),
  ];
  for (const words of lines) {
    const [command, ...options] = Array.isArray(words) ? words.map(String) : [];
    expect(command).toBe("start");
    expect(parseWorkerOptions(options, {})).toMatchObject({ kind: "parsed" });
  }
});

test("the image runs as somebody else than root, and keeps nothing of the machine that built it", () => {
  expect(read("Dockerfile")).toMatch(/^USER 10001:10001$/m);
  expect(read("Dockerfile.dockerignore").split("\n")).toEqual(
    expect.arrayContaining(["**/node_modules", ".git"]),
  );
});

test("compose has a database and two workers that cannot write to their image", () => {
  const [compose] = parseYaml("compose.yaml");
  expect(Object.keys(at(compose, "services") ?? {})).toEqual(["database", "worker-1", "worker-2"]);
  for (const name of ["worker-1", "worker-2"]) {
    const service = at(compose, "services", name);
    expect(at(service, "read_only")).toBe(true);
    expect(at(service, "cap_drop")).toEqual(["ALL"]);
    expect(at(service, "stop_grace_period")).toBe("30s");
    for (const secret of [at(service, "secrets")].flat())
      expect(at(compose, "secrets", String(secret))).toBeDefined();
  }
});

test("Kubernetes has two workers that stop gracefully, and probes that the worker answers", () => {
  const [deployment, service, budget] = parseYaml("kubernetes.yaml");
  expect([at(deployment, "kind"), at(service, "kind"), at(budget, "kind")]).toEqual([
    "Deployment",
    "Service",
    "PodDisruptionBudget",
  ]);
  expect(at(deployment, "spec", "replicas")).toBe(2);
  const pod = at(deployment, "spec", "template", "spec");
  expect(at(pod, "securityContext", "runAsNonRoot")).toBe(true);
  const container = at(pod, "containers", 0);
  expect(at(container, "securityContext", "readOnlyRootFilesystem")).toBe(true);
  // The last 5 seconds are for what comes after the worker's own grace.
  expect(at(pod, "terminationGracePeriodSeconds")).toBe(30);
  for (const [probe, path] of [
    ["readinessProbe", "/readyz"],
    ["livenessProbe", "/healthz"],
  ] as const)
    expect(at(container, probe, "httpGet", "path")).toBe(path);
  const volumes = [at(pod, "volumes")].flat().map((volume) => at(volume, "name"));
  for (const mount of [at(container, "volumeMounts")].flat()) expect(volumes).toContain(at(mount, "name"));
});

const noSystemd = spawnSync("systemd-analyze", ["--version"]).status !== 0;
test.skipIf(noSystemd)("systemd finds nothing wrong with the unit", () => {
  const unit = join(import.meta.dirname, "../deploy/intune-worker.service");
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
  expect([status, stderr.split("\n").filter((line) => line.includes("intune-worker"))]).toEqual([0, []]);
});
