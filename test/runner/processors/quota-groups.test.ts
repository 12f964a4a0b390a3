import { describe, expect, it } from "vitest";
import { type GroupFiles, quotaGroups } from "../../../src/runner/processors/quota-groups.js";

const V1 = "4:memory:/m\n1:cpu,cpuacct:/job\n0::/\n";
const V2 = "0::/user/shell.scope\n";

/** Control groups of a machine: files by path, folders, and paths that refuse what is written to them. */
function machine({ membership = V1, files = {}, refuses = {}, folders = [] as string[] }: Fake = {}) {
  const ended: number[] = [];
  const texts = new Map<string, string>([["/proc/self/cgroup", membership], ...Object.entries(files)]);
  const made = new Set(folders);
  const system: GroupFiles = {
    read: (path) => texts.get(path) ?? null,
    write(path, text) {
      const [, code] = Object.entries(refuses).find(([start]) => path.startsWith(start)) ?? [];
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      texts.set(path, text);
    },
    make: (folder) => void made.add(folder),
    remove(folder) {
      if (refuses[`remove ${folder}`] !== undefined) throw Object.assign(new Error("busy"), { code: "EBUSY" });
      made.delete(folder);
    },
    list: (folder) => [...made].filter((one) => one.startsWith(folder)).map((one) => one.slice(folder.length + 1)),
    isAlive: (pid) => pid === process.pid || pid === 4,
    end(pid) {
      ended.push(pid);
      for (const path of Object.keys(refuses)) delete refuses[path];
    },
  };
  return { system, texts, made, ended };
}

interface Fake {
  membership?: string;
  files?: Record<string, string>;
  refuses?: Record<string, string>;
  folders?: string[];
}

const there = { "/sys/fs/cgroup/cpu/job/cpu.shares": "1024" };

describe("control groups of version 1", () => {
  it("have the quota, start a process in themselves, count what was held back, and go", async () => {
    const { system, texts, made } = machine({ files: there });
    const group = quotaGroups(2, system)(0.5);
    const [folder = ""] = made;
    expect(folder).toMatch(new RegExp(`^/sys/fs/cgroup/cpu/job/scalebook-${process.pid}-\\d+$`));
    expect(texts.get(`${folder}/cpu.cfs_quota_us`)).toBe("50000");
    expect(group.launcher.at(-1)).toBe(`${folder}/cgroup.procs`);
    expect(group.throttledMs()).toBeNull();
    texts.set(`${folder}/cpu.stat`, "nr_periods 3\nthrottled_time 25000000\n");
    expect(group.throttledMs()).toBe(25);
    await group.close();
    expect(made.size).toBe(0);
  });

  it("lie at the top where the own path is that of another machine", () => {
    const { system, made } = machine();
    quotaGroups(1, system)(1);
    expect([...made][0]).toMatch(/^\/sys\/fs\/cgroup\/cpu\/scalebook-/);
  });

  it("throw what the system says where none can be made, and leave none behind", () => {
    const { system, made } = machine({ refuses: { "/sys": "EACCES" } });
    expect(() => quotaGroups(1, system)).toThrow("EACCES");
    expect(made.size).toBe(0);
  });

  it("of recordings that are gone are removed", () => {
    const at = (name: string) => `/sys/fs/cgroup/cpu/job/${name}`;
    const { system, made } = machine({
      files: there,
      folders: ["scalebook-3-0", "scalebook-3-17", "scalebook-4-0", "other"].map(at),
    });
    quotaGroups(1, system);
    expect([...made]).toEqual([at("scalebook-4-0"), at("other")]);
  });
});

it("what is left in a group when its trial is over is ended", async () => {
  const refuses: Record<string, string> = {};
  const { system, texts, made, ended } = machine({ files: there, refuses });
  const group = quotaGroups(1, system)(1);
  const [folder = ""] = made;
  texts.set(`${folder}/cgroup.procs`, "71\n72\n");
  refuses[`remove ${folder}`] = "EBUSY";
  await group.close();
  expect([ended, made.size]).toEqual([[71, 72], 0]);
});

describe("control groups of version 2", () => {
  const own = "/sys/fs/cgroup/user/shell.scope";

  it("lie in the own group where it may have some", () => {
    const { system, texts, made } = machine({ membership: V2 });
    quotaGroups(1, system)(1.5);
    const [folder = ""] = made;
    expect(texts.get(`${own}/cgroup.subtree_control`)).toBe("+cpu");
    expect(folder.startsWith(`${own}/scalebook-`)).toBe(true);
    expect(texts.get(`${folder}/cpu.max`)).toBe("150000 100000");
    texts.set(`${folder}/cpu.stat`, "usage_usec 9\nthrottled_usec 2500\n");
  });

  it("lie beside it where it has processes of its own", () => {
    const { system, made } = machine({
      membership: V2,
      files: { "/sys/fs/cgroup/user/cgroup.subtree_control": "memory cpu" },
      refuses: { [own]: "EBUSY" },
    });
    quotaGroups(1, system)(1);
    expect([...made][0]).toMatch(/^\/sys\/fs\/cgroup\/user\/scalebook-/);
  });
});
