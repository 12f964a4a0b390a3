import { describe, expect, it } from "vitest";
import type { Conditions, Machine, Plan } from "../../../../src/record/schema/run-schema.js";
import { limitsOf } from "../../../../src/report/pages/run/limits.js";
import { factsOf } from "../../../../src/report/pages/run/measured.js";
import { openArchive } from "../../open-archive.js";
import { MACHINE, makeRun, workersExperiment } from "../../sample-runs.js";

function entryOf(machine: Partial<Machine>, plan: Partial<Plan> = {}) {
  const run = makeRun({ experiments: [workersExperiment(20)] });
  const [entry] = openArchive([
    { ...run, machine: { ...MACHINE, ...machine }, plan: { ...(run.plan as Plan), ...plan } },
  ]);
  if (entry === undefined) throw new Error("one run, one entry");
  return entry;
}

const factOf = (entry: ReturnType<typeof entryOf>, term: string) =>
  factsOf(entry).find((fact) => fact.term === term)?.text;

const selfTest = {
  measuredAt: "2026-11-20T12:00:00.000Z",
  blocks: 150,
  comparisons: 1_000,
  falseAlarmPercent: 1.64,
  coveragePercent: 95.23,
};

describe("the smallest change that counts", () => {
  it("is said with the self-test that it comes from, where it is above the general one", () => {
    const entry = entryOf({ floorPercent: 3.41, selfTest });
    expect(factOf(entry, "smallest change that counts")).toBe(
      "3.4 %, the noise measured on this machine (self-test of 20 Nov 2026, 12:00 UTC: 150 repeats, 1,000 comparisons, false alarms 1.6 %, 95 % interval 0.0 to 7.2 %; coverage 95.2 %, 95 % interval 86.9 to 98.5 %)",
    );
    expect(limitsOf(entry).join(" ")).toContain("The smallest change that counts is 3.4 % (measured on this machine)");
  });

  it("is the general one where the machine is quieter", () => {
    const entry = entryOf({ floorPercent: 0.84 });
    expect(factOf(entry, "smallest change that counts")).toBe("2 %; the noise measured on this machine is 0.8 %");
    expect(limitsOf(entry).join(" ")).toContain("The smallest change that counts is 2 % (the general limit)");
  });

  it("is no fact where nothing was measured", () => {
    expect(factOf(entryOf({}), "smallest change that counts")).toBeUndefined();
  });
});

describe("the control cell of a run", () => {
  it("is said with what it took of the run", () => {
    const entry = entryOf({}, { wallMs: 4_000, controlMs: 210 });
    const run = { ...entry.run, control: { workload: "random-loop", n: 20_000_000, trials: [] } };
    const cost = ", which took 210 ms with its processes, 5.3 % of the run";
    expect(factOf({ ...entry, run }, "control cell")).toBe(`random loop, N = 20,000,000, done 0 times: no time${cost}`);
  });
});

describe("the machine of a run", () => {
  it("has its limit on memory, and nothing of it where nobody looked", () => {
    expect(factOf(entryOf({ memoryLimitBytes: 2e9 }), "memory limit")).toMatch(/^2\.0\d* GB|^1\.\d+ Gi?B/);
    expect(factOf(entryOf({ memoryLimitBytes: null }), "memory limit")).toBe("none");
    expect(factOf(entryOf({}), "memory limit")).toBeUndefined();
  });

  it("is said to have slept, with the measurements that are marked for it", () => {
    const run = makeRun({ experiments: [workersExperiment(3)] });
    const disturbances = [{ kind: "suspended" as const, block: 1, position: 0, byMs: 9_000 }];
    const [trial] = run.experiments[0]?.cells[0]?.trials ?? [];
    Object.assign(trial ?? {}, { disturbed: ["suspended"] });
    const [entry] = openArchive([{ ...run, conditions: { ...(run.conditions as Conditions), disturbances } }]);
    expect(limitsOf(entry as NonNullable<typeof entry>)).toEqual(
      expect.arrayContaining([
        "The machine was suspended for 9 s (repeat 2).",
        "1 measurement has that within or just before. It is marked, and in every figure.",
      ]),
    );
  });
});

describe("the commit of the folder", () => {
  it("is no fact of a run of commits that were checked out", () => {
    const commit = { hash: "c".repeat(40), dirty: true };
    const own = (of?: { ref: string; hash: string }) => {
      const programs = { main: { files: [], ...(of && { commit: of }) } };
      return openArchive([makeRun({ commit, experiments: [{ ...workersExperiment(3), programs }] })])[0];
    };
    const [lying, checkedOut] = [own(), own({ ref: "main", hash: "d".repeat(40) })];
    if (!lying || !checkedOut) throw new Error("one run, one entry");
    expect(factOf(lying, "commit")).toBe("cccccccccccc, with local changes");
    expect(factOf(checkedOut, "commit")).toBeUndefined();
  });
});

describe("the precision of a run", () => {
  const precisionOf = (reached: boolean, widestPercent: number | null) =>
    factOf(entryOf({}, { precision: { targetPercent: 2, reached, widestPercent } }), "precision");

  it("says what was wanted and what came of it", () => {
    const wanted = "±2 % for every comparison with a baseline";
    expect(precisionOf(true, 1.9)).toBe(`${wanted}, reached`);
    expect(precisionOf(false, 3.44)).toBe(`${wanted}, not reached: the widest interval was ±3.4 %`);
    expect(precisionOf(false, null)).toBe(`${wanted}, not reached`);
    expect(factOf(entryOf({}), "precision")).toBeUndefined();
  });
});

it("the limit of a user's own work is said where it was measured", () => {
  const experiment = workersExperiment(20);
  const [id = ""] = Object.keys(experiment.workloads ?? {});
  const limitOf = (found: object) => {
    const workloads = { [id]: { title: "own", bound: "wait" as const, ...found } };
    const [entry] = openArchive([makeRun({ experiments: [{ ...experiment, workloads }] })]);
    return entry && factOf(entry, `limit in ${experiment.id}`);
  };
  expect(limitOf({ cpuShare: 0.043 })).toBe(
    "waiting, not the cores: with the fewest workers the work computed 4.3 % of its time (CPU time over wall clock)",
  );
  expect(limitOf({ cpuShare: 0.6 })).toMatch(/^not the cores alone: .* 60.0 % of its time/);
  expect(limitOf({ bound: "cpu", cpuShare: 0.97 })).toMatch(/^the cores: .* 97.0 % of its time/);
  expect(limitOf({})).toBeUndefined();
});

it("the processors that trials were bound to are said, by cores or for versions that ran at once", () => {
  const experiment = workersExperiment(2);
  const boundTo = (bound: object) => {
    const [entry] = openArchive([makeRun({ experiments: [{ ...experiment, ...bound }] })]);
    return entry && factOf(entry, `processors in ${experiment.id}`);
  };
  const coreSets = [
    { cores: 1, cpus: "0", physicalCores: 1 },
    { cores: 3, cpus: "0-2", physicalCores: null },
  ];
  expect(boundTo({ coreSets })).toBe("1 core: 0 (1 physical core); 3 cores: 0-2");
  const cells = experiment.cells.map((cell) => ({
    ...cell,
    trials: cell.trials.map((trial, index) => ({ ...trial, cpus: index % 2 === 0 ? "1,3" : "0,2" })),
  }));
  expect(boundTo({ cells, versions: { before: "a", after: "b", sideBySide: true } })).toBe(
    "both versions at once, each on one of 0,2 and 1,3, swapped after every repeat",
  );
  expect(boundTo({})).toBeUndefined();
});

it("versions that ran at once are a limit, and a core that they shared", () => {
  const limitsWith = (versions: object) => {
    const one = { ...workersExperiment(20), versions: { before: "a", after: "b", ...versions } };
    return openArchive([makeRun({ experiments: [one] })])
      .flatMap(limitsOf)
      .join(" ");
  };
  expect(limitsWith({ sideBySide: true })).toContain("ran at once, each on its half of the processors. Each may have");
  expect(limitsWith({ sideBySide: true, sharedCore: true })).toContain("The halves are threads of one physical core");
  expect(limitsWith({})).not.toContain("at once");
});
