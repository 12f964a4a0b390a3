import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Cell, Experiment } from "../../../../src/record/schema/run-schema.js";
import { crossover } from "../../../../src/report/charts/kinds/crossover.js";
import { efficiency } from "../../../../src/report/charts/kinds/efficiency.js";
import { timeVsN } from "../../../../src/report/charts/kinds/time-vs-n.js";
import type { Picture } from "../../../../src/report/charts/marks/chart.js";
import { MACHINE, makeCell, makeRun, noise } from "../../sample-runs.js";

const normal = noise(5);

function experiment(cells: Cell[]): Experiment {
  return { id: "x", title: "x", division: "tasks", cells };
}

/** Sequential takes n / 1000 ms, the pool 20 ms and a quarter of that. */
function sized(sizes: readonly number[], blocks = 20, overheadMs = 20): Experiment {
  return experiment(
    sizes.flatMap((n) => [
      makeCell({ factors: { strategy: "sequential", workers: 1, tasks: 8, n }, wallMs: n / 1000, blocks, normal }),
      makeCell({
        factors: { strategy: "thread-pool", workers: 4, tasks: 8, n },
        wallMs: overheadMs + n / 4000,
        blocks,
        normal,
      }),
    ]),
  );
}

function drawn(given: Experiment): Picture {
  const analysis = analyseRun(makeRun({ experiments: [given] })).experiments[0];
  if (!analysis || !crossover.applies(analysis, given)) throw new Error("does not apply");
  expect(timeVsN.applies(analysis, given), "one chart of times over N").toBe(false);
  return crossover.spec({ analysis, experiment: given, machine: MACHINE });
}

describe("from which N on sequential is beaten", () => {
  it("is said as the bracket of tested N where there is one", () => {
    expect(drawn(sized([1e3, 1e4, 1e5, 1e6])).title).toBe("Thread pool starts to win between N = 10,000 and 100,000");
  });

  it("is said to be nowhere, or everywhere, as far as was tested", () => {
    expect(drawn(sized([100, 1e3, 1e4])).title).toBe("Nothing clearly beats sequential up to N = 10,000");
    expect(drawn(sized([1e6, 1e7])).title).toBe(
      "Everything clearly beats sequential from N = 1,000,000 on, the smallest tested",
    );
  });

  it("names the largest clear gain, with its N once, where what wins at first loses later", () => {
    const of = (strategy: string, n: number, wallMs: number) =>
      makeCell({ factors: { strategy, workers: 4, tasks: 8, n }, wallMs, blocks: 20, normal });
    const given = experiment([
      ...[of("sequential", 1e3, 100), of("thread-pool", 1e3, 50)],
      ...[of("sequential", 1e6, 1000), of("thread-pool", 1e6, 4000)],
    ]);
    const { experiments } = analyseRun(makeRun({ experiments: [given] }));
    const change = experiments[0]?.changes.againstBaseline.find(({ verdict }) => verdict === "faster");
    const less = Math.abs(change?.changePercent ?? 0).toPrecision(3);
    expect(drawn(given).title).toBe(`Thread pool: ${less} % less time than sequential at N = 1,000`);
  });

  it("is not called clear from one trial each", () => {
    expect(drawn(sized([100, 1e3], 1)).title).toBe("Nothing beats sequential up to N = 1,000, measured once each");
  });

  it("shows every time as a multiple of the sequential one, with its interval, as the analysis has it", () => {
    const given = sized([1e3, 1e6]);
    const { table } = drawn(given);
    const { changes } = analyseRun(makeRun({ experiments: [given] })).experiments[0] ?? {
      changes: { againstBaseline: [] },
    };
    const at = (head: string) => table.data?.heads.indexOf(head) ?? -1;
    const ratios = (table.data?.rows ?? []).map((row) => [
      row[at("÷ sequential")],
      row[at("95 % interval of it from")],
    ]);
    const expected = changes.againstBaseline.map(({ ratio, interval }) => [ratio, 1 + (interval?.[0] ?? 0) / 100]);
    expect(ratios.filter(([ratio]) => ratio !== null)).toEqual(expected);
  });
});

describe("efficiency as a grid", () => {
  /** Strategies that use `share` of each further worker. */
  function grid(shares: Record<string, number>, blocks = 20, counts = [1, 2, 3, 4]): Experiment {
    const sequential = makeCell({
      factors: { strategy: "sequential", workers: 1, tasks: 48 },
      wallMs: 4800,
      blocks,
      normal,
    });
    const cells = Object.entries(shares).flatMap(([strategy, share]) =>
      counts.map((workers) =>
        makeCell({
          factors: { strategy, workers, tasks: 48 },
          wallMs: 4800 / (1 + (workers - 1) * share),
          blocks,
          normal,
        }),
      ),
    );
    return experiment([sequential, ...cells]);
  }

  function shown(given: Experiment) {
    const analysis = analyseRun(makeRun({ experiments: [given] })).experiments[0];
    if (!analysis) throw new Error("no analysis");
    const picture = efficiency.applies(analysis, given)
      ? efficiency.spec({ analysis, experiment: given, machine: MACHINE })
      : null;
    return { analysis, picture };
  }

  const given = grid({ "thread-pool": 0.97, "process-pool": 0.7, "process-per-task": 0.2 });

  it("is drawn for three lines or more", () => {
    expect(shown(given).picture).not.toBeNull();
    expect(shown(grid({ "thread-pool": 0.9, "process-pool": 0.6 })).picture).toBeNull();
  });

  it("says who keeps 90 % for longest, by the thresholds of the analysis", () => {
    const { analysis, picture } = shown(given);
    const ends = analysis.scaling.map(({ label, thresholds }) => [label, thresholds?.efficientTo.workers]);
    expect(ends).toContainEqual(["thread pool", 4]);
    expect(picture?.title).toBe("Thread pool: 90 % efficiency up to 4 workers, the most tested");
    for (const [label, workers] of ends) if (label !== "thread pool") expect(workers).toBeLessThan(4);
  });

  it("says that it is shown so far where more workers are left open", () => {
    const open = grid({ "thread-pool": 0.862, "process-pool": 0.3, "process-per-task": 0.2 });
    const { analysis, picture } = shown(open);
    const first = analysis.scaling.find(({ label }) => label === "thread pool");
    expect(first?.thresholds?.efficientTo.open).not.toEqual([]);
    expect(picture?.title).toMatch(/^Thread pool: 90 % efficiency shown up to \d workers?$/);
  });

  it("counts names that are too many, and says where rounds and not the tests end it", () => {
    const five = { "thread-pool": 0.3, "process-pool": 0.3, "process-per-task": 0.3, "thread-per-task": 0.3, go: 0.3 };
    expect(shown(grid(five)).picture?.title).toBe("All lines: 90 % efficiency up to 1 worker");
    const four = {
      "thread-pool": 0.98,
      "process-pool": 0.98,
      "process-per-task": 0.98,
      "thread-per-task": 0.98,
      go: 0.3,
    };
    // 48 tasks on 20 workers take 3 rounds, as on 16.
    expect(shown(grid(four, 20, [1, 2, 16, 20])).picture?.title).toBe(
      "4 of 5 lines: 90 % efficiency up to 16 workers, the most tested whose rounds allow it",
    );
  });

  it("writes in every cell what the speed-up divided by the workers is", () => {
    const { analysis, picture } = shown(given);
    const written = JSON.stringify(picture?.spec);
    for (const { points } of analysis.scaling) {
      for (const { efficiency: known } of points)
        expect(written).toContain(`"text":"${Math.round((known?.value ?? 0) * 100)} %"`);
    }
  });

  it("leaves a cell without a figure blank", () => {
    const holed = grid({ "thread-pool": 0.97, "process-pool": 0.7, "process-per-task": 0.2 });
    const cells = holed.cells.filter(({ factors }) => !(factors.strategy === "process-pool" && factors.workers === 3));
    const { picture } = shown({ ...holed, cells });
    expect(picture?.subtitle).toContain("Dashed: no figure.");
  });
});
