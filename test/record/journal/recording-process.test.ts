import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { isAlive, thisWriter } from "../../../src/record/journal/recording-process.js";

const hasProc = existsSync("/proc/self/stat");

describe("the writer of a journal", () => {
  it("is alive while its process is", async () => {
    expect(isAlive(thisWriter())).toBe(true);
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    expect(isAlive({ pid, start: hasProc ? "1" : null })).toBe(false);
  });

  it.skipIf(!hasProc)("is not a later process of the same id", () => {
    const { pid, start } = thisWriter();
    expect(start).toMatch(/^\d+$/);
    expect(isAlive({ pid, start: `${start}1` })).toBe(false);
  });

  it.skipIf(!hasProc)("is dead as a zombie", async () => {
    // A shell that never waits for its child leaves a zombie.
    const parent = spawn("sh", ["-c", "sleep 0.05 & echo $!; exec sleep 5"], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [printed] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(String(printed));
    const start = fieldOf(pid, 19);
    expect(isAlive({ pid, start })).toBe(true);
    for (let tries = 0; tries < 100 && fieldOf(pid, 0) !== "Z"; tries += 1) await sleep(20);
    expect(fieldOf(pid, 0)).toBe("Z");
    expect(isAlive({ pid, start })).toBe(false);
  });
});

function fieldOf(pid: number, index: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[index] ?? "";
}
