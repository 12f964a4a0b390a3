import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openGuardedFolder, startWatchdog } from "../../../src/runner/processes/watchdog.js";
import { isAlive } from "../../alive.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true }));
const compiled = (file: string) => new URL(`../../../.build/runner/processes/${file}.js`, import.meta.url).href;

/**
 * A runner that guards two processes, of which one starts a third in a session of its own, lets the other go, says their ids,
 * and waits.
 */
function startRunner(folder: string, shell: boolean): ChildProcess {
  const code = `
    import { spawn } from "node:child_process";
    import { rmSync } from "node:fs";
    import { startWatchdog } from ${JSON.stringify(compiled("watchdog"))};
    import { marked } from ${JSON.stringify(compiled("left-behind"))};
    const folder = ${JSON.stringify(folder)};
    const dog = startWatchdog(folder, { shell: ${shell} });
    const start = (env) => spawn("/bin/sh", ["-c", "setsid sleep 99 & echo $!; wait"], { detached: true, env, stdio: ["ignore", "pipe", "ignore"] });
    const [kept, released] = [start(marked({}, folder)), start({})];
    dog.guard(kept.pid);
    dog.guard(released.pid);
    dog.release(released.pid);
    const away = await Promise.all([kept, released].map((one) => new Promise((then) => one.stdout.once("data", (id) => then(Number(id))))));
    // The watchdog has its file open, whatever becomes of that.
    rmSync(folder + "/guarded-processes");
    process.send([kept.pid, away[0], released.pid, away[1]]);
    process.on("message", () => {});
  `;
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: [...stdio],
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
}

describe.skipIf(process.platform !== "linux").each([
  ["a shell", true],
  ["Node", false],
])("a watchdog in %s", (_, shell) => {
  it("ends what is guarded or marked when the runner is killed, nothing else, and takes the folder away", async () => {
    const folder = mkdtempSync(join(dir, "guarded-"));
    const runner = startRunner(folder, shell);
    const ids = await new Promise<number[]>((resolve) => runner.once("message", resolve as never));
    const [kept = 0, away = 0, released = 0, releasedAway = 0] = ids;
    try {
      runner.kill("SIGKILL");
      const killedAt = Date.now();
      const isOver = () => ![kept, away].some(isAlive) && !existsSync(folder);
      while (!isOver() && Date.now() - killedAt < 4_000) await pause(20);
      expect([kept, away, released, releasedAway].map(isAlive)).toEqual([false, false, true, true]);
      expect(existsSync(folder)).toBe(false);
    } finally {
      for (const pid of ids) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    }
  });
});

/** A watchdog on files that a test sees, and can fill up. */
function dogOn(full: () => boolean) {
  const written: string[] = [];
  const writeSync = (_: number, text: string, at: number) => {
    if (full()) throw Object.assign(new Error("no"), { code: "ENOSPC", syscall: "write" });
    expect(at).toBe(0);
    return written.push(text);
  };
  const files = { openSync, closeSync, writeSync: writeSync as never };
  return { written, dog: startWatchdog(dir, { files }) };
}

it("writes the ids of all that it guards in one go, and says so where it cannot", () => {
  let full = false;
  const { dog, written } = dogOn(() => full);
  dog.guard(12);
  dog.guard(345);
  dog.release(12);
  expect(written.map((text) => text.trimEnd())).toEqual(["", "12", "12 345", "345"]);
  expect(new Set(written.map(({ length }) => length)).size).toBe(1);
  full = true;
  expect(() => dog.guard(6)).toThrow("no");
  dog.close();
});

it("finds that there is no room before there is anything to guard", () => {
  expect(() => dogOn(() => true)).toThrow("no");
});

it("is alone with its folder, which is gone afterwards", async () => {
  const [one, other] = [await openGuardedFolder(), await openGuardedFolder()];
  expect(one.folder).not.toBe(other.folder);
  expect(readdirSync(one.folder).toSorted()).toEqual(["guarded-processes", "owner"]);
  expect(one.watchdog.endLeftBehind?.()).toEqual([]);
  await Promise.all([one.close(), other.close()]);
  expect([one, other].map(({ folder }) => existsSync(folder))).toEqual([false, false]);
});
