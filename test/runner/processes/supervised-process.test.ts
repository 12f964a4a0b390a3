import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type SuperviseOptions, supervise } from "../../../src/runner/processes/supervised-process.js";
import type { Clock } from "../../../src/runner/processes/system.js";
import { handClock } from "./hand-clock.js";

const PID = 42;

/** A child that does what a test says, and a machine of one process that dies when it is ended. */
function world(more: Partial<SuperviseOptions> = {}) {
  const clock = handClock();
  const child = Object.assign(new EventEmitter(), {
    pid: PID,
    stdout: null as PassThrough | null,
    stderr: new PassThrough(),
  });
  const log: string[] = [];
  const exit = (code: number | null, signal: string | null = null) => child.emit("exit", code, signal);
  let reaped = 0;
  const processes = {
    endTree(pid: number) {
      log.push(`end ${pid}`);
      exit(null, "SIGKILL");
    },
    readText(path: string) {
      if (path === "/proc/self/stat") return `1 (node) S ${Array.from({ length: 20 }, () => reaped).join(" ")}`;
      if (path.endsWith("smaps_rollup")) return "Pss: 8 kB\n";
      throw new Error("ENOENT");
    },
    readFolder: () => [],
  };
  const watchdog = {
    guard: (pid: number) => void log.push(`guard ${pid}`),
    release: (pid: number) => void log.push(`release ${pid}`),
    close() {},
  };
  const stop = new AbortController();
  const options: SuperviseOptions = {
    ...{ timeoutMs: 1_000, watchdog, stop: stop.signal, sampling: "memory", system: { clock, processes } },
    ...more,
  };
  const run = (accompany?: () => Promise<unknown>) => supervise(() => ({ child }), options, accompany);
  const waitedFor = (ticks: number) => {
    reaped += ticks;
  };
  return { clock, child, log, exit, waitedFor, stop, options, run };
}

describe("a supervised process", () => {
  it("is guarded from its start to its end, timed and sampled", async () => {
    const { clock, run, exit, log, child, waitedFor } = world();
    const running = run();
    child.stderr.write(`${"x".repeat(20_000)} the end`);
    await turn();
    clock.advance(70);
    waitedFor(3);
    exit(0);
    const end = await running;
    expect(end).toMatchObject({ wallMs: 70, userMs: 30, sysMs: 30, peakPssBytes: 8 * 1024 });
    expect(end).toMatchObject({ ended: "exit", exitCode: 0, signal: null, notStarted: null });
    expect(end.stderr).toHaveLength(16_384);
    expect(end.stderr.endsWith(" the end")).toBe(true);
    // Its tree is ended after it, for what it left behind.
    expect([log[0], log[1], log.at(-1)]).toEqual([`guard ${PID}`, `end ${PID}`, `release ${PID}`]);
  });

  it("is ended when its time is over, at once when the run is stopped, and these are told from a kill", async () => {
    const late = world();
    const running = late.run();
    late.clock.advance(1_000);
    late.child.stderr.end();
    expect(await running).toMatchObject({ ended: "timeout", signal: "SIGKILL", wallMs: 1_000 });

    const stopped = world();
    const until = stopped.run();
    stopped.clock.advance(5);
    stopped.stop.abort();
    stopped.child.stderr.destroy();
    expect(await until).toMatchObject({ ended: "stopped", wallMs: 5 });

    const killed = world();
    const before = killed.run();
    killed.exit(null, "SIGKILL");
    killed.child.stderr.destroy();
    expect(await before).toMatchObject({ ended: "exit", signal: "SIGKILL" });
  });

  it("has no time-out after its end, however long its output stays open", async () => {
    const { clock, run, exit } = world({ timeoutMs: 100 });
    const running = run();
    clock.advance(99);
    exit(1);
    await turn();
    clock.advance(200);
    expect(await running).toMatchObject({ ended: "exit", exitCode: 1, wallMs: 99 });
  });

  it("gives its last words where it failed, or where they are asked for", async () => {
    for (const [code, outputWithinMs, expected] of [
      [1, undefined, "late"],
      [0, undefined, ""],
      [0, 50, "late"],
    ] as const) {
      const { run, exit, child } = world(outputWithinMs === undefined ? {} : { outputWithinMs });
      const running = run();
      exit(code);
      setTimeout(() => child.stderr.end("late"), 1);
      expect((await running).stderr).toBe(expected);
    }
  });

  it("is ended where the watchdog cannot guard it, or where its companion fails", async () => {
    const watchdog = {
      guard() {
        throw new Error("ENOSPC");
      },
      release() {},
      close() {},
    };
    const unguarded = world({ watchdog });
    await expect(unguarded.run()).rejects.toThrow("ENOSPC");
    expect(unguarded.log).toEqual([`end ${PID}`]);

    const left = world();
    await expect(left.run(() => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
    expect(left.log).toEqual([`guard ${PID}`, `end ${PID}`, `release ${PID}`]);
    // Nothing is left that would end whoever has the number next.
    left.clock.advance(5_000);
    left.stop.abort();
    expect(left.log).toHaveLength(3);
  });

  it("is told from one that the system ended for want of memory, and what left its group is named", async () => {
    let kills = 3;
    const { options, child, exit } = world();
    const system = {
      clock: options.system?.clock as Clock,
      processes: { endTree() {}, readFolder: () => [], readText: () => `oom_kill ${kills}\n` },
    };
    const watchdog = { ...options.watchdog, endLeftBehind: () => ["sleep"] };
    const running = supervise(() => ({ child }), { ...options, system, watchdog });
    kills = 4;
    exit(null, "SIGKILL");
    child.stderr.destroy();
    expect(await running).toMatchObject({ signal: "SIGKILL", outOfMemory: true, leftBehind: ["sleep"] });
    const usual = supervise(() => ({ child }), { ...options, system });
    exit(0);
    const { outOfMemory, leftBehind } = await usual;
    expect([outOfMemory, leftBehind]).toEqual([undefined, undefined]);
  });

  it("that was refused is neither guarded nor ended", async () => {
    const { options, log } = world();
    const end = await supervise(() => ({ refused: Promise.resolve("spawn ENOENT") }), options);
    expect(end).toMatchObject({ notStarted: "spawn ENOENT", exitCode: null, peakPssBytes: null, wallMs: 0 });
    expect(log).toEqual([]);
  });

  it("has null for figures that the platform does not give", async () => {
    const { child, options, clock } = world();
    const processes = { endTree() {}, readText: () => expect.fail("no /proc"), readFolder: () => [] };
    const running = supervise(() => ({ child }), { ...options, system: { clock, processes } });
    clock.advance(100);
    child.emit("exit", 0, null);
    expect(await running).toMatchObject({ wallMs: 100, userMs: null, sysMs: null, peakPssBytes: null });
  });
});
