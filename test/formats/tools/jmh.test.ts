import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const { run, cells, message } = importing(importers.jmh, "jmh-result.json");

/** A result as JMH 1.37 writes it (-rf json), made after published files; by default 2 forks of 2 iterations. */
function result(own: Record<string, unknown> = {}, metric: Record<string, unknown> = {}) {
  return {
    ...{ jmhVersion: "1.37", benchmark: "org.sample.Lists.add", mode: "avgt", threads: 1, forks: 2 },
    ...{ jvm: "/home/alice/jdk/bin/java", jvmArgs: ["-Xmx2g"], jdkVersion: "17.0.9" },
    ...{ vmName: "OpenJDK 64-Bit Server VM", vmVersion: "17.0.9+9" },
    ...{ warmupIterations: 1, warmupTime: "1 s", warmupBatchSize: 1 },
    ...{ measurementIterations: 2, measurementTime: "1 s", measurementBatchSize: 1 },
    ...own,
    primaryMetric: {
      ...{ score: 5, scoreError: "NaN", scoreConfidence: ["NaN", "NaN"], scorePercentiles: { "50.0": 5 } },
      scoreUnit: "us/op",
      rawData: [
        [4, 6],
        [5, 5.5],
      ],
      ...metric,
    },
    secondaryMetrics: own.secondaryMetrics ?? {},
  };
}

const of = (...results: object[]) => JSON.stringify(results);
const times = (text: string) => cells(text).map(({ trials }) => trials.map(({ wallMs }) => wallMs));

describe("a run of JMH", () => {
  it("takes a fork for a repeat, with the mean of its iterations, and keeps those", () => {
    const [cell] = cells(of(result()));
    expect(cell).toEqual({
      factors: { strategy: "benchmark", workers: 1, workload: "Lists.add" },
      trials: [
        { block: 0, status: "ok", wallMs: 0.005, figures: { "value-1-ms": 0.004, "value-2-ms": 0.006 } },
        { block: 1, status: "ok", wallMs: 0.00525, figures: { "value-1-ms": 0.005, "value-2-ms": 0.0055 } },
      ],
    });
    expect(run(of(result())).origin?.note).toContain("A repeat is one fork, its time the mean of its iterations.");
  });

  it("takes the iterations of a single fork for repeats, and says so", () => {
    const text = of(result({ forks: 0 }, { rawData: [[4, 6, 5]] }));
    expect(times(text)).toEqual([[0.004, 0.006, 0.005]]);
    expect(run(text).origin?.note).toContain("All iterations of a combination come from one fork: each is a repeat");
  });

  it("names tool and Java, but no path and no home folder", () => {
    const imported = run(of(result()));
    expect(imported.software.tool).toEqual({ name: "JMH", version: "1.37" });
    expect(imported.origin?.note).toContain("Java: OpenJDK 64-Bit Server VM, 17.0.9+9, JDK 17.0.9.");
    expect(JSON.stringify(imported)).not.toContain("alice");
  });
});

describe("modes", () => {
  it("turn a throughput into the time of one operation, and say so", () => {
    // 100 and 300 operations in a ms: 0.01 and 1/300 ms; of a fork with both, 200 in a ms.
    const metric = { scoreUnit: "ops/ms", rawData: [[100, 300], [200]] };
    const text = of(result({ mode: "thrpt", threads: 4 }, metric));
    expect(times(text)).toEqual([[0.005, 0.005]]);
    expect(times(of(result({ mode: "thrpt" }, { ...metric, rawData: [[100, 300]] })))).toEqual([
      [0.01, 1 / 300].map((ms) => Number(ms.toPrecision(15))),
    ]);
    expect(run(text).origin?.note).toContain("Throughputs (mode thrpt) were turned into the time of one operation");
  });

  it("divide the time of an operation by the threads that run them at once", () => {
    // 8 us on each of 4 threads: an operation is done every 2 us.
    const text = of(result(), result({ threads: 4 }, { rawData: [[8], [12]] }));
    expect(cells(text).map(({ factors }) => factors.workers)).toEqual([1, 4]);
    expect(times(text)[1]).toEqual([0.002, 0.003]);
    expect(run(text).origin?.note).toContain(
      "Of several threads, the time of an operation was divided by their number",
    );
  });

  it("take the mean of what was sampled", () => {
    // 3 times 1 ms and once 5 ms: 2 ms; then 4 ms.
    const metric = {
      scoreUnit: "ms/op",
      rawData: undefined,
      rawDataHistogram: [
        [
          [
            [1, 3],
            [5, 1],
          ],
          [[4, 2]],
        ],
      ],
    };
    expect(times(of(result({ mode: "sample" }, metric)))).toEqual([[2, 4]]);
  });

  it.each([
    ["ns/op", 1.5e-6],
    ["us/op", 0.0015],
    ["ms/op", 1.5],
    ["s/op", 1_500],
    ["min/op", 90_000],
    ["hr/op", 5_400_000],
    ["day/op", 129_600_000],
    ["usec/op", 0.0015],
  ])("read %s", (scoreUnit, ms) => {
    expect(times(of(result({ mode: "ss" }, { scoreUnit, rawData: [[1.5]] })))).toEqual([[ms]]);
  });

  it("tell apart the results of one benchmark in several modes", () => {
    const text = of(result(), result({ mode: "thrpt" }, { scoreUnit: "ops/us" }));
    expect(cells(text).map(({ factors }) => factors.workload)).toEqual(["Lists.add mode avgt", "Lists.add mode thrpt"]);
  });
});

describe("names and parameters", () => {
  it("name classes with their packages where two have one name", () => {
    const other = result({ benchmark: "org.other.Lists.add" });
    expect(cells(of(result(), other)).map(({ factors }) => factors.workload)).toEqual([
      "org.sample.Lists.add",
      "org.other.Lists.add",
    ]);
  });

  it("map parameters; one called threads is the benchmark's own, and nothing is divided by it", () => {
    const text = of(
      ...[1, 8].map((threads) => result({ params: { threads: String(threads), n: "100", kind: "linked" } })),
    );
    expect(cells(text).map(({ factors }) => factors)).toEqual(
      [1, 8].map((workers) => ({ strategy: "benchmark", workers, n: 100, workload: "Lists.add kind linked" })),
    );
    expect(times(text)[1]).toEqual([0.005, 0.00525]);
    expect(cells(text, "kind=strategy")[0]?.factors.strategy).toBe("linked");
  });

  it("are asked for where numbers became a part of names", () => {
    const asked = (map?: string) => {
      const sentences: string[] = [];
      const tell = (sentence: string) => sentences.push(sentence);
      const params = (jobs: number) => ({ params: { jobs: String(jobs), count: "5000", kind: `k${jobs}` } });
      run(of(...[1, 2, 3, 4, 5].map((jobs) => result(params(jobs)))), map, { tell });
      return sentences;
    };
    expect(asked()).toEqual([
      "jobs (1, 2, 3, ...) became a part of names: import it with --map jobs=workers if it counts workers, --map jobs=n if it is a size",
    ]);
    expect(asked("jobs=workers")).toEqual([]);
  });

  it("say where methods of a group have figures of their own", () => {
    const metrics = (name: string) => ({ [name]: { score: 1, scoreUnit: "us/op" } });
    const note = (name: string) => run(of(result({ threads: 2, secondaryMetrics: metrics(name) }))).origin?.note ?? "";
    expect(note("put")).toContain("where threads of a group do different work, the time is the mean over them");
    expect(note("gc.time")).not.toContain("group");
    expect(note("·gc.time")).not.toContain("group");
  });
});

it.each([
  [of(result({ mode: "all" })), '[0].mode is "all": must be one of "thrpt", "avgt", "sample", "ss"'],
  [
    of(result({ mode: "thrpt" })),
    '[0].primaryMetric.scoreUnit is "us/op": in mode thrpt it must be a unit such as ops/s',
  ],
  [of(result({}, { scoreUnit: "ops/s" })), 'scoreUnit is "ops/s": in mode avgt it must be a unit such as us/op'],
  [of(result({}, { scoreUnit: "toString/op" })), 'scoreUnit is "toString/op"'],
  [
    of(result({}, { rawData: [] })),
    "[0].primaryMetric has no rawData, only what was computed of it: record it again with JMH, with -rf json",
  ],
  [of(result({}, { rawData: [[1, "NaN"]] })), '[0].primaryMetric.rawData[0][1] is "NaN": must be a finite number'],
  [
    of(result({ mode: "thrpt" }, { scoreUnit: "ops/s", rawData: [[5, 0]] })),
    "rawData[0][1] is 0 ops/s: an operation would take more than",
  ],
  [of(result(), result()), "jmh-result.json: [1]: has the same factors as jmh-result.json: [0]"],
  ["{}", "the file is an object: must be a list; such a file is written by JMH, with -rf json"],
])("is refused by place and value (%#)", (text, told) => {
  expect(message(text)).toContain(told);
});
