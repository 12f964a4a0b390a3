import { describe, expect, it } from "vitest";
import {
  openProcessors,
  type ProcessorLevels,
  type ProcessorSystem,
  withCoreSets,
} from "../../../src/runner/processors/processors.js";
import { UserError } from "../../../src/user-error.js";

const system: ProcessorSystem = {
  platform: "linux",
  topology: () => ({ allowed: [0, 1, 2, 3], coreOf: (cpu) => String(cpu % 2) }),
  taskset: () => "/usr/bin/taskset",
  complaint: () => null,
  ownQuota: () => null,
  groups: () => () => ({ launcher: ["join"], throttledMs: () => null, close: async () => {} }),
};

describe("openProcessors", () => {
  it("chooses the processors of every level and says how a program is started on them", () => {
    const tried: string[][] = [];
    const opened = openProcessors(
      { cores: [4, 2], quotas: [], sideWorkers: null },
      {
        ...system,
        complaint(words) {
          tried.push([...words]);
          return null;
        },
      },
    );
    expect(opened?.coreSets).toEqual([
      { cores: 2, cpus: "0-1", physicalCores: 2 },
      { cores: 4, cpus: "0-3", physicalCores: 2 },
    ]);
    expect(opened?.launcher("0-1")).toEqual(["/usr/bin/taskset", "-c", "0-1"]);
    expect(tried.map(([, , cpus]) => cpus)).toEqual(["0-3", "0-1"]);
    // With a hundredth of a CPU the start of Node takes longer than a try may.
    expect(tried.flat()).not.toContain(process.execPath);
    expect(openProcessors({ cores: [], quotas: [], sideWorkers: null }, system)).toBeUndefined();
  });

  it("shares the processors out to versions that run side by side", () => {
    const opened = openProcessors({ cores: [], quotas: [], sideWorkers: 2 }, system);
    // Processors 0 and 2 are threads of one core, 1 and 3 of the other.
    expect(opened).toMatchObject({ halves: ["0,2", "1,3"], shareCores: false, coreSets: [] });
    const topology = () => ({ allowed: [0, 2], coreOf: () => "0" });
    expect(openProcessors({ cores: [], quotas: [], sideWorkers: 1 }, { ...system, topology })).toMatchObject({
      halves: ["0", "2"],
      shareCores: true,
    });
    const shared = openProcessors({ cores: [], quotas: [], sideWorkers: 1 }, { ...system, topology });
    const versions = { before: "a", after: "b", sideBySide: true as const };
    const one = { id: "one", title: "One", division: "tasks" as const, cells: [], versions };
    expect(withCoreSets([one], shared)).toEqual([{ ...one, versions: { ...versions, sharedCore: true } }]);
    expect(withCoreSets([one], opened)).toEqual([one]);
  });

  const forbidden = () => {
    throw new Error("EACCES: permission denied");
  };
  const noGroup = (why: string) =>
    `cpu-quota cannot be used: no control group with a quota can be made here (${why}). Record as root, or under ` +
    "systemd-run --user --scope -p Delegate=yes; or record in several containers started with --cpus";

  it.each<[Partial<ProcessorLevels>, Partial<ProcessorSystem>, string]>([
    [{ cores: [5] }, {}, "cores has 5: only 4 processors may be used here (0-3)"],
    [{ cores: [1.5] }, {}, "cores has 1.5: give whole numbers from 1, such as 1,2,4"],
    [{ cores: ["two"] }, {}, "cores has two: give whole numbers from 1, such as 1,2,4"],
    [{ cores: [1] }, { platform: "darwin" }, "cores cannot be used on this system: it needs Linux"],
    [{ cores: [1] }, { topology: () => null }, "cores cannot be used on this system: it needs Linux"],
    [
      { cores: [1] },
      { taskset: () => null },
      "cores needs the program taskset, which is not there: install the package util-linux",
    ],
    [
      { cores: [1] },
      { complaint: () => "Operation not permitted" },
      "cores cannot be used: this system does not let processes be bound to processors (Operation not permitted)",
    ],
    [
      { cores: [1], sideWorkers: 1 },
      {},
      "cores and side by side were both given: side by side, each version has half of the processors",
    ],
    [
      { sideWorkers: 3 },
      {},
      "workers has 3: side by side, each version has 2 of 4 processors, so give at most 2, or record the versions in turn",
    ],
    [
      { sideWorkers: 1 },
      { topology: () => ({ allowed: [3], coreOf: null }) },
      "side by side needs two processors: only 3 may be used here",
    ],
    [{ sideWorkers: 1 }, { platform: "darwin" }, "side by side cannot be used on this system: it needs Linux"],
    [{ quotas: [8] }, {}, "cpu-quota has 8: only 4 processors may be used here (0-3)"],
    [{ quotas: [0.001] }, {}, "cpu-quota has 0.001: give numbers of CPUs from 0.01, such as 0.5,1,2"],
    [{ quotas: [true] }, {}, "cpu-quota has true: give numbers of CPUs from 0.01, such as 0.5,1,2"],
    [
      { quotas: [1, 2] },
      { ownQuota: () => 1.5 },
      "cpu-quota has 2: this process has a quota of 1.5 itself, give at most that",
    ],
    [{ quotas: [1] }, { platform: "win32" }, "cpu-quota cannot be used on this system: it needs Linux"],
    [{ quotas: [1] }, { groups: forbidden }, noGroup("EACCES: permission denied")],
    [{ quotas: [1] }, { complaint: () => "cannot create" }, noGroup("cannot create")],
  ])("refuses %j with %j", (levels, difference, message) => {
    const asked = { cores: [], quotas: [], sideWorkers: null, ...levels };
    expect(() => openProcessors(asked, { ...system, ...difference })).toThrow(new UserError(message));
  });
});
