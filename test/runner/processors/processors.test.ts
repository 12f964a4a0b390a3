import { describe, expect, it } from "vitest";
import { openProcessors } from "../../../src/runner/processors/processors.js";
import { UserError } from "../../../src/user-error.js";

const system = {
  platform: "linux",
  topology: () => ({ allowed: [0, 1, 2, 3], coreOf: (cpu: number) => String(cpu % 2) }),
  taskset: () => "/usr/bin/taskset",
  complaint: (_: readonly string[]): string | null => null,
};

describe("openProcessors", () => {
  it("chooses the processors of every level and says how a program is started on them", () => {
    const tried: string[][] = [];
    const { coreSets, launcher } = openProcessors([4, 2], {
      ...system,
      complaint(words) {
        tried.push([...words]);
        return null;
      },
    });
    expect(coreSets).toEqual([
      { cores: 2, cpus: "0-1", physicalCores: 2 },
      { cores: 4, cpus: "0-3", physicalCores: 2 },
    ]);
    expect(launcher("0-1")).toEqual(["/usr/bin/taskset", "-c", "0-1"]);
    expect(tried.map(([, , cpus]) => cpus)).toEqual(["0-3", "0-1"]);
  });

  it.each([
    [[5], {}, "cores has 5: only 4 processors may be used here (0-3)"],
    [[1.5], {}, "cores has 1.5: give whole numbers from 1, such as 1,2,4"],
    [["two"], {}, "cores has two: give whole numbers from 1, such as 1,2,4"],
    [[1], { platform: "darwin" }, "cores cannot be used: processes are bound to processors on Linux only"],
    [[1], { topology: () => null }, "cores cannot be used: processes are bound to processors on Linux only"],
    [
      [1],
      { taskset: () => null },
      "cores needs the program taskset, which is not there: install the package util-linux",
    ],
    [
      [1],
      { complaint: () => "Operation not permitted" },
      "cores cannot be used: this system does not let processes be bound to processors (Operation not permitted)",
    ],
  ])("refuses %j with %j", (levels, difference, message) => {
    expect(() => openProcessors(levels, { ...system, ...difference })).toThrow(new UserError(message));
  });
});
