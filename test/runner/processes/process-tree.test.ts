import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { reapedCpu, threadCpuMs, treePssBytes } from "../../../src/runner/processes/process-tree.js";
import { realSystem } from "../../../src/runner/processes/system.js";
import { isAlive } from "../../alive.js";

const { processes } = realSystem;

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
      const own = treePssBytes(process.pid, processes) ?? 0;
      expect(treePssBytes(pid, processes)).toBeGreaterThan(10e6);
      // The tree of the caller holds that tree too.
      expect(own).toBeGreaterThan(treePssBytes(pid, processes) ?? 0);
    }
    processes.endTree(pid);
    await once(parent, "exit");
    // The signal reaches them all at once; the kernel takes a moment to end each.
    await vi.waitFor(() => expect(children.some(isAlive)).toBe(false), 2_000);
    // A second signal finds no one, and that is no error.
    expect(() => processes.endTree(pid)).not.toThrow();
  });

  it("of a process that is gone has no memory", () => {
    expect(treePssBytes(2 ** 30, processes)).toBeNull();
  });
});

describe("a table of processes that are made up", () => {
  const files: Record<string, string> = {
    "/proc/1/smaps_rollup": "Rss: 9 kB\nPss:                   3 kB\n",
    "/proc/1/task/1/children": "2 3 ",
    "/proc/2/smaps_rollup": "Pss:  4 kB\n",
    "/proc/1/task/1/schedstat": "5000000 7 1\n",
    "/proc/1/task/8/schedstat": "1000000 0 1\n",
    // A name may hold anything, brackets and blanks too.
    "/proc/self/stat": `7 (a) b (c) S ${Array.from({ length: 40 }, (_, at) => at).join(" ")}`,
  };
  const table = {
    endTree() {},
    readText(path: string) {
      const text = files[path];
      if (text === undefined) throw new Error(`ESRCH: ${path}`);
      return text;
    },
    readFolder: (path: string) => (path === "/proc/1/task" ? ["1", "8", "9"] : []),
  };

  it("is added up, whoever ends while it is read", () => {
    expect(treePssBytes(1, table)).toBe(7 * 1024);
    expect([...threadCpuMs([1, 2], table)]).toEqual([
      [1, 5],
      [8, 1],
    ]);
  });

  it("tells the CPU of the children that were waited for", () => {
    expect(reapedCpu(table)).toEqual({ userMs: 120, sysMs: 130 });
    const nothing = { ...table, readText: () => expect.fail("no /proc") };
    expect(reapedCpu(nothing)).toEqual({ userMs: null, sysMs: null });
  });
});
