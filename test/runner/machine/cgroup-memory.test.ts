import { describe, expect, it } from "vitest";
import { memoryLimit, oomKills } from "../../../src/runner/machine/cgroup-memory.js";

const GB = 2 ** 30;
const reader = (files: Record<string, string>) => (path: string) => files[path] ?? null;

/** Version 2: a session in a slice with a limit. */
const V2 = {
  "/proc/self/cgroup": "0::/lab.slice/run.scope\n",
  "/sys/fs/cgroup/lab.slice/run.scope/memory.max": "max\n",
  "/sys/fs/cgroup/lab.slice/run.scope/memory.events": "low 0\nhigh 0\nmax 7\noom 2\noom_kill 3\noom_group_kill 0\n",
  "/sys/fs/cgroup/lab.slice/memory.max": `${2 * GB}\n`,
  "/sys/fs/cgroup/lab.slice/memory.current": `${1.5 * GB}\n`,
  "/sys/fs/cgroup/lab.slice/memory.stat": `anon 1\ninactive_file ${GB}\n`,
};
/** Version 1 in a container, whose path is that of the host. */
const V1 = {
  "/proc/self/cgroup": "5:memory:/docker/0a1b\n1:cpu,cpuacct:/docker/0a1b\n0::/\n",
  "/sys/fs/cgroup/memory/memory.limit_in_bytes": `${GB}\n`,
  "/sys/fs/cgroup/memory/memory.usage_in_bytes": `${GB / 4}\n`,
  "/sys/fs/cgroup/memory/memory.stat": `inactive_file 1\ntotal_inactive_file ${GB / 8}\n`,
  "/sys/fs/cgroup/memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n",
};

describe("the memory that a process may have", () => {
  it("is limited by its control group and those above, less what they could not give back", () => {
    expect(memoryLimit(reader(V2), 0, 8 * GB)).toEqual({ bytes: 2 * GB, freeBytes: 1.5 * GB });
    expect(memoryLimit(reader(V1), 0, 8 * GB)).toEqual({ bytes: GB, freeBytes: GB - GB / 4 + GB / 8 });
  });

  it("is all of it where a limit is none, or larger than the machine", () => {
    const none = { ...V1, "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n" };
    expect(memoryLimit(reader(none), 0, 8 * GB)).toBeNull();
    expect(memoryLimit(reader(none), 2 ** 64, 8 * GB)).toBeNull();
    expect(memoryLimit(reader(V2), 0, GB)).toBeNull();
    expect(memoryLimit(reader({}), 0, GB)).toBeNull();
  });

  it("is what Node knows where that is less", () => {
    expect(memoryLimit(reader({}), GB, 8 * GB)).toEqual({ bytes: GB, freeBytes: null });
    expect(memoryLimit(reader(V2), GB, 8 * GB)).toMatchObject({ bytes: GB });
  });
});

it("kills for want of memory are counted by the control group, else by the machine", () => {
  expect(oomKills(reader(V2))).toBe(3);
  expect(oomKills(reader(V1))).toBe(5);
  expect(oomKills(reader({ "/proc/vmstat": "pgfault 1\noom_kill 9\n" }))).toBe(9);
  expect(oomKills(reader({}))).toBeNull();
});
