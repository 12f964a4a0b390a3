import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startWatchdog } from "../../../src/runner/processes/watchdog.js";
import { isAlive } from "../../alive.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));
const watchdog = new URL("../../../.build/runner/processes/watchdog.js", import.meta.url).href;

/** A runner that guards two processes, lets one of them go, says their ids, and waits. */
function startRunner(shell: boolean): ChildProcess {
  const code = `
    import { spawn } from "node:child_process";
    import { startWatchdog } from ${JSON.stringify(watchdog)};
    const dog = startWatchdog(${JSON.stringify(dir)}, { shell: ${shell} });
    const start = () => spawn(process.execPath, ["-e", "while (true);"], { detached: true, stdio: "ignore" }).pid;
    const [kept, released] = [start(), start()];
    dog.guard(kept);
    dog.guard(released);
    dog.release(released);
    process.on("message", () => { dog.close(); process.exit(); });
    process.send([kept, released]);
  `;
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: [...stdio],
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
}

describe.skipIf(process.platform === "win32").each([
  ["a shell", true],
  ["Node", false],
])("a watchdog in %s", (_, shell) => {
  it("ends what is guarded when the runner is killed, and nothing else", async () => {
    const runner = startRunner(shell);
    const [kept, released] = await new Promise<number[]>((resolve) => runner.once("message", resolve as never));
    try {
      runner.kill("SIGKILL");
      const killedAt = Date.now();
      while (isAlive(kept as number) && Date.now() - killedAt < 2_000) await pause(20);
      expect(isAlive(kept as number)).toBe(false);
      expect(isAlive(released as number)).toBe(true);
    } finally {
      for (const pid of [kept, released]) if (isAlive(pid as number)) process.kill(pid as number, "SIGKILL");
    }
  });
});

it("writes the ids of all that it guards in one go, and says so where it cannot", () => {
  const written: string[] = [];
  let full = false;
  const writeSync = (_: number, text: string, at: number) => {
    if (full) throw new Error("ENOSPC");
    expect(at).toBe(0);
    return written.push(text);
  };
  const files = { openSync: () => 3, closeSync() {}, writeSync: writeSync as never };
  const dog = startWatchdog(dir, { files });
  dog.guard(12);
  dog.guard(345);
  dog.release(12);
  expect(written.map((text) => text.trimEnd())).toEqual(["12", "12 345", "345"]);
  expect(new Set(written.map(({ length }) => length)).size).toBe(1);
  full = true;
  expect(() => dog.guard(6)).toThrow("ENOSPC");
  dog.close();
});
