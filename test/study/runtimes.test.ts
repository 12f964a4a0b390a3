import { describe, expect, it } from "vitest";
import { meantLevels } from "../../src/study/runtimes.js";
import type { Catalogue } from "../../src/study/study.js";

const strategy = { title: "t", usesWorkers: true, factors: [] };
const workload = { title: "t", bound: "cpu", division: "tasks", unit: "u", defaultN: 1, msPerUnit: 1 } as const;
const catalogue: Catalogue = {
  strategies: {
    "thread-pool": { ...strategy, startsProcesses: false },
    "process-pool": { ...strategy, startsProcesses: true },
    piscina: { ...strategy, startsProcesses: false },
  },
  workloads: {
    sort: workload,
    payload: workload,
    own: { ...workload, module: { url: "file:///x/defs.py", tasks: null, runtime: "python" } },
  },
  runtimes: {
    python: { strategies: ["thread-pool", "process-pool"], workloads: ["sort"], startMethods: ["fork", "spawn"] },
  },
};
const processes = { strategy: "process-pool", workload: "sort" };
const threads = { strategy: "thread-pool", workload: "sort" };

describe("the further levels that mean something to a cell", () => {
  const asked = { runtime: "python", "start-method": "spawn", interpreter: "3.11.7", node: "20.19.0", heap: 64 };

  it("are those of its runtime: how processes are started means nothing to threads", () => {
    expect(meantLevels(asked, processes, catalogue)).toEqual({
      runtime: "python",
      "start-method": "spawn",
      interpreter: "3.11.7",
      heap: 64,
    });
    expect(meantLevels(asked, threads, catalogue)).toEqual({ runtime: "python", interpreter: "3.11.7", heap: 64 });
    expect(meantLevels({ ...asked, runtime: "node" }, processes, catalogue)).toEqual({
      runtime: "node",
      node: "20.19.0",
      heap: 64,
    });
    expect(meantLevels({}, threads, catalogue)).toEqual({});
  });

  it("are none where the runtime lacks the strategy or the work", () => {
    expect(meantLevels({ runtime: "python" }, { ...threads, strategy: "piscina" }, catalogue)).toBeNull();
    expect(meantLevels({ runtime: "python" }, { ...threads, workload: "payload" }, catalogue)).toBeNull();
    expect(meantLevels({}, { ...threads, workload: "own" }, catalogue)).toBeNull();
    expect(meantLevels({ runtime: "python" }, { ...threads, workload: "own" }, catalogue)).not.toBeNull();
  });

  it("are refused with the levels that there are", () => {
    expect(() => meantLevels({ runtime: "ruby" }, threads, catalogue)).toThrow(
      "there is no runtime ruby: give node or python",
    );
    expect(() => meantLevels({ runtime: "python", "start-method": "forkserver" }, processes, catalogue)).toThrow(
      "python cannot start processes by forkserver here: give fork or spawn",
    );
  });
});
