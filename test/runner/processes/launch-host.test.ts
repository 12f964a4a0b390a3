import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { launchHost } from "../../../.build/runner/processes/launch-host.js";
import { aliveWithEnvironment } from "../../alive.js";
import { testFolder } from "../guarded-folder.js";

const { marker, environment, options } = await testFolder();

const spec = {
  strategy: "process-pool",
  workload: "random-loop",
  workers: 2,
  tasks: 4,
  n: 100_000,
  launch: "bounded",
  pool: "fresh",
  seed: 1,
  scratch: tmpdir(),
  env: environment,
} as const;
const endless = { ...spec, n: 1e15 };

const alive = () => aliveWithEnvironment(marker);

describe("launchHost", () => {
  it.each(["sequential", "thread-pool", "process-pool", "process-per-task"])(
    "reports a trial of %s",
    async (strategy) => {
      const launched = await launchHost({ kind: "trial", spec: { ...spec, strategy } }, options);
      expect(launched).toMatchObject({ ended: "exit", exitCode: 0, signal: null, stderr: "" });
      if (launched.reply?.kind !== "report") throw new Error("no report");
      const { report } = launched.reply;
      expect(report.tasks).toHaveLength(4);
      expect(report.startUpMs + report.workMs).toBeCloseTo(report.wallMs, 6);
      expect(launched.hostMs).toBeGreaterThan(report.wallMs);
      if (process.platform === "linux") {
        expect(launched.peakPssBytes).toBeGreaterThan(1e6);
        expect(report.userMs).not.toBeNull();
      }
      expect(alive()).toEqual([]);
    },
  );

  it.skipIf(process.platform !== "linux")("samples CPU and memory of all its processes where asked to", async () => {
    const launched = await launchHost(
      { kind: "trial", spec: { ...spec, n: 30_000_000 } },
      { ...options, sampling: "usage" },
    );
    const { usage, lastResultMs } = launched.usage ?? {};
    expect(usage?.atMs.length).toBeGreaterThan(8);
    expect(usage?.atMs.at(-1)).toBeGreaterThan((lastResultMs ?? 0) + 300);
    expect(Math.max(...(usage?.cpuPercent.map(Number) ?? []))).toBeGreaterThan(20);
    expect(launched.peakPssBytes).toBe(Math.max(...(usage?.pssBytes.map(Number) ?? [])));
  });

  it("ends a trial that takes too long, workers in a busy loop included", async () => {
    const launched = await launchHost({ kind: "trial", spec: endless }, { ...options, timeoutMs: 600 });
    expect(launched).toMatchObject({ ended: "timeout", reply: null });
    await pause(100);
    expect(alive()).toEqual([]);
  });

  it("ends at once when the run is stopped", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 400);
    const launched = await launchHost({ kind: "trial", spec: endless }, { ...options, stop: stop.signal });
    expect(launched.ended).toBe("stopped");
    await pause(100);
    expect(alive()).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("knows a host that was killed, although its workers go on", async () => {
    const launching = launchHost({ kind: "trial", spec: { ...endless, strategy: "process-per-task" } }, options);
    await pause(700);
    for (const pid of alive()
      .sort((a, b) => a - b)
      .slice(0, 1))
      process.kill(pid, "SIGKILL");
    expect(await launching).toMatchObject({ ended: "exit", signal: "SIGKILL", reply: null });
    expect(alive()).toEqual([]);
  });

  it("gives the host no environment but its own", async () => {
    process.env.SCALEBOOK_LEAK = "yes";
    const launching = launchHost(
      { kind: "trial", spec: { ...endless, strategy: "sequential" } },
      { ...options, timeoutMs: 700 },
    );
    await pause(400);
    if (process.platform === "linux") {
      const [host] = alive();
      const names = readFileSync(`/proc/${host}/environ`, "latin1")
        .split("\0")
        .map((line) => line.split("=")[0]);
      expect(names.filter(Boolean).sort()).toEqual(Object.keys(environment).sort());
    }
    await launching;
    delete process.env.SCALEBOOK_LEAK;
  });

  it("says how a host failed that could not do the trial", async () => {
    const launched = await launchHost(
      { kind: "trial", spec: { ...spec, pool: "warm", strategy: "sequential" } },
      options,
    );
    expect(launched.reply).toMatchObject({ kind: "failed", message: expect.stringContaining("cannot be warm") });
  });
});
