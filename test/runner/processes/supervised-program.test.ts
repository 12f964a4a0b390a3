import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { type CommandLine, superviseProgram } from "../../../.build/runner/processes/supervised-process.js";
import { startWatchdog } from "../../../.build/runner/processes/watchdog.js";
import { commandDeathOf } from "../../../.build/runner/trials/failure.js";
import { aliveWithEnvironment } from "../../alive.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
const watchdog = startWatchdog(dir);
afterAll(() => {
  watchdog.close();
  rmSync(dir, { recursive: true });
});

const marker = `marker-${process.pid}-${Date.now()}`;
const environment = { PATH: process.env.PATH ?? "", SCALEBOOK_TEST: marker };
const stop = new AbortController().signal;
const run = (command: CommandLine, more: object = {}) =>
  superviseProgram(
    { command, environment, folder: dir },
    { timeoutMs: 20_000, watchdog, stop, sampling: "memory", ...more },
  );
const node = (code: string, more?: object) => run({ words: [process.execPath, "-e", code] }, more);

describe("a supervised program", () => {
  it("times a program from before its start until it is gone", async () => {
    const result = await node("setTimeout(() => {}, 100)");
    expect(result).toMatchObject({ ended: "exit", exitCode: 0, signal: null, stderr: "", notStarted: null });
    expect(result.wallMs).toBeGreaterThan(100);
    expect(result.wallMs).toBeLessThan(10_000);
  });

  it("tells exit code and last words", async () => {
    const result = await node("process.stderr.write('x'.repeat(50_000) + ' the end'); process.exitCode = 3");
    expect(result).toMatchObject({ exitCode: 3, signal: null });
    expect(result.stderr).toHaveLength(16_384);
    expect(result.stderr.endsWith(" the end")).toBe(true);
  });

  it.skipIf(process.platform !== "linux")("counts the CPU and the memory of the whole tree", async () => {
    const busy =
      "const held = Buffer.alloc(5e7, 1); const end = Date.now() + 300; while (Date.now() < end); setTimeout(() => held, 1500);";
    const parent = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}]);`;
    const { userMs, sysMs, peakPssBytes, wallMs } = await node(parent);
    expect(userMs).toBeGreaterThanOrEqual(100);
    expect((userMs ?? 0) + (sysMs ?? 0)).toBeLessThan(wallMs * 2);
    expect(peakPssBytes).toBeGreaterThan(5e7);
  });

  it("runs in the folder and with the environment that it is given, and no other", async () => {
    process.env.SCALEBOOK_LEAK = "yes";
    const code = "process.exit(process.env.SCALEBOOK_LEAK || process.env.SCALEBOOK_TEST === undefined ? 1 : 0)";
    expect(await node(code)).toMatchObject({ exitCode: 0 });
    const here = `process.exit(require("node:fs").realpathSync(${JSON.stringify(dir)}) === process.cwd() ? 0 : 1)`;
    expect(await node(here)).toMatchObject({ exitCode: 0 });
    delete process.env.SCALEBOOK_LEAK;
  });

  it("hands a line to a shell where it is one for a shell", async () => {
    expect(await run({ line: "exit 7" })).toMatchObject({ exitCode: 7 });
    expect(await run({ line: "exit 0 && exit 7" })).toMatchObject({ exitCode: 0 });
  });

  it("says why a program could not be started", async () => {
    const missing = await run({ words: ["no-such-program-anywhere"] });
    expect(missing).toMatchObject({ exitCode: null, notStarted: expect.stringContaining("ENOENT") });
    const zero = await run({ words: [process.execPath, "a\0b"] });
    expect(zero.notStarted).toContain("null bytes");
  });
});

describe.skipIf(process.platform === "win32")("what a command leaves", () => {
  const alive = () => aliveWithEnvironment(marker);
  const endless = "setInterval(() => {}, 1000)";
  const withChild = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(endless)}]);`;

  it("is ended with it at a time-out", async () => {
    const result = await node(withChild, { timeoutMs: 400 });
    expect(result).toMatchObject({ ended: "timeout", signal: "SIGKILL" });
    await pause(100);
    expect(alive()).toEqual([]);
  });

  it("is ended with it when the run is stopped", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const result = await node(withChild, { stop: controller.signal });
    expect(result.ended).toBe("stopped");
    await pause(100);
    expect(alive()).toEqual([]);
  });

  it("is ended after it, though it still holds its standard error", async () => {
    const leaver = `const c = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(endless)}],
      { stdio: ["ignore", "ignore", "inherit"] }); c.unref(); setTimeout(() => process.exit(4), 100)`;
    const result = await node(leaver);
    expect(result).toMatchObject({ ended: "exit", exitCode: 4 });
    await pause(100);
    expect(alive()).toEqual([]);
  });
});

describe("commandDeathOf", () => {
  const death = { exitCode: 1, signal: null, stderr: "" };

  it("knows how programs say that memory ran out", () => {
    const python = "Traceback (most recent call last):\n  File 'x', line 1\nMemoryError\n";
    for (const stderr of [python, "terminate called after throwing an instance of 'std::bad_alloc'\n"]) {
      expect(commandDeathOf({ ...death, stderr }).reason).toBe("out-of-memory");
    }
  });

  it("gives exit code or signal with the last lines", () => {
    const stderr = "1\n2\n3\n4\nValueError: no\n";
    expect(commandDeathOf({ ...death, stderr })).toEqual({
      status: "failed",
      reason: "exit",
      detail: "exit code 1: ValueError: no",
      trace: ["2", "3", "4"],
    });
    expect(commandDeathOf({ ...death, exitCode: null, signal: "SIGSEGV" })).toMatchObject({
      reason: "killed",
      detail: "ended by SIGSEGV",
    });
  });
});
