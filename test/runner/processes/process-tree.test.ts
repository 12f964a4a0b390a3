import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { killTree, treePssBytes } from "../../../src/runner/processes/process-tree.js";
import { isAlive } from "../../alive.js";

const parentOfTwo = `
  const { spawn } = require("node:child_process");
  const idle = "setInterval(() => {}, 1000)";
  const children = [1, 2].map(() => spawn(process.execPath, ["-e", idle], { stdio: "ignore" }).pid);
  setTimeout(() => process.send(children), 200);
  setInterval(() => {}, 1000);
`;

describe.skipIf(process.platform === "win32")("a process tree", () => {
  it("is measured whole and ended whole", async () => {
    const parent = spawn(process.execPath, ["-e", parentOfTwo], {
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const [children] = (await once(parent, "message")) as [number[]];
    expect(children.every(isAlive)).toBe(true);
    const pid = parent.pid as number;
    if (process.platform === "linux") {
      const own = treePssBytes(process.pid) ?? 0;
      expect(treePssBytes(pid)).toBeGreaterThan(10e6);
      // The tree of the caller holds that tree too.
      expect(own).toBeGreaterThan(treePssBytes(pid) ?? 0);
    }
    killTree(pid);
    await once(parent, "exit");
    // The signal reaches them all at once; the kernel takes a moment to end each.
    await vi.waitFor(() => expect(children.some(isAlive)).toBe(false), 2_000);
    // A second signal finds no one, and that is no error.
    expect(() => killTree(pid)).not.toThrow();
  });

  it("of a process that is gone has no memory", () => {
    expect(treePssBytes(2 ** 30)).toBeNull();
  });
});
