import { describe, expect, it } from "vitest";
import { chooseCpus, cpuList, halves, parseCpus, readTopology } from "../../../src/runner/processors/topology.js";

/** Four cores of two threads each: 0 and 4 are one core, 1 and 5 the next. */
const files = new Map<string, string>([
  ["/proc/self/status", "Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n"],
  ...Array.from(
    { length: 8 },
    (_, cpu) =>
      [`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, `${cpu % 4},${(cpu % 4) + 4}\n`] as const,
  ),
]);

function topology(allowed = "0-7", hide = "") {
  const read = (path: string) => {
    if (path === "/proc/self/status") return `Cpus_allowed_list:\t${allowed}\n`;
    return hide !== "" && path.includes(hide) ? null : (files.get(path) ?? null);
  };
  const found = readTopology(read);
  if (found === null) throw new Error("no topology");
  return found;
}

describe("the processors of a level", () => {
  it.each([
    [1, "0", 1],
    [2, "0-1", 2],
    [4, "0-3", 4],
    [5, "0-4", 4],
    [8, "0-7", 4],
  ])("of %d are those of physical cores first: %s", (cores, cpus, physicalCores) => {
    const chosen = chooseCpus(cores, topology());
    expect([cpuList(chosen.cpus), chosen.physicalCores]).toEqual([cpus, physicalCores]);
  });

  it("are of those that this process may use", () => {
    const chosen = chooseCpus(2, topology("0,4-5"));
    expect(chosen).toEqual({ cpus: [0, 5], physicalCores: 2 });
  });

  it("are taken in order where the system does not tell cores", () => {
    expect(chooseCpus(3, topology("0-7", "cpu6"))).toEqual({ cpus: [0, 1, 2], physicalCores: null });
  });

  it("are not known outside Linux", () => {
    expect(readTopology(() => null)).toBeNull();
  });
});

describe("the halves", () => {
  it("have no core in common", () => {
    const parts = halves(topology());
    expect(parts?.shareCore).toBe(false);
    expect(parts?.halves.map(({ cpus }) => cpuList(cpus))).toEqual(["0,2,4,6", "1,3,5,7"]);
  });

  it("are equally large", () => {
    expect(halves(topology("0-2"))?.halves).toEqual([
      { cpus: [0], physicalCores: 1 },
      { cpus: [1], physicalCores: 1 },
    ]);
    // Core 0 has both threads, core 1 has one: a thread stays idle.
    expect(halves(topology("0,4,1"))?.halves.map(({ cpus }) => cpus)).toEqual([[0], [1]]);
  });

  it("share a core where there is no other", () => {
    expect(halves(topology("0,4"))).toMatchObject({ shareCore: true, halves: [{ cpus: [0] }, { cpus: [4] }] });
  });

  it("need two processors", () => {
    expect(halves(topology("3"))).toBeNull();
  });
});

describe("lists of processors", () => {
  it.each([
    ["0-1,4", [0, 1, 4]],
    ["7", [7]],
    ["0,2-3", [0, 2, 3]],
  ])("%s is read and written", (list, cpus) => {
    expect(parseCpus(list)).toEqual(cpus);
    expect(cpuList(cpus.toReversed())).toBe(list);
  });
});
