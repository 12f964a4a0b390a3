import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { ComparedCell } from "../../../../src/analysis/results/run-analysis.js";
import { compareRuns } from "../../../../src/analysis/two-runs/compare-runs.js";
import type { Cell, Experiment, Run } from "../../../../src/record/schema/run-schema.js";
import { charts, comparisonCharts } from "../../../../src/report/charts/kinds/index.js";
import type { Chart, Picture, Spec } from "../../../../src/report/charts/marks/chart.js";
import { countRows, MAX_MARKS } from "../../../../src/report/charts/marks/mark-count.js";
import { createRenderer, type Renderer } from "../../../../src/report/charts/output/render.js";
import { hostileRun } from "../../hostile-run.js";
import { importedRun, labExperiments, MACHINE, makeCell, makeRun, noise } from "../../sample-runs.js";

const warnings: string[] = [];
let render: Renderer;

beforeAll(async () => {
  render = await createRenderer((message) => warnings.push(message));
});

const lab = makeRun({ experiments: labExperiments(20) });

/** Every chart that applies to a run, drawn up. */
function pictures(run: Run): { chart: Chart; experiment: Experiment; picture: Picture }[] {
  const analysis = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysed = analysis.experiments[index];
    if (!analysed) return [];
    return Object.values(charts)
      .filter((chart) => chart.applies(analysed, experiment))
      .map((chart: Chart) => ({
        chart,
        experiment,
        picture: chart.spec({ analysis: analysed, experiment, machine: run.machine }),
      }));
  });
}

function picture(run: Run, chart: string, experiment = run.experiments[0]?.id): Picture {
  const found = pictures(run).find((one) => one.chart.id === chart && one.experiment.id === experiment);
  if (!found) throw new Error(`${chart} does not apply to ${experiment}`);
  return found.picture;
}

function oneExperiment(cells: Cell[], more: Partial<Experiment> = {}): Run {
  return makeRun({ experiments: [{ id: "x", title: "x", division: "tasks", cells, ...more }] });
}

const timed = (strategy: string, workers: number, wallMs: number | null, more = {}): Cell => ({
  factors: { strategy, workers, tasks: 8, ...more },
  trials:
    wallMs === null ? [{ block: 0, status: "failed", reason: "killed", wallMs }] : [{ block: 0, status: "ok", wallMs }],
});

describe("which charts apply", () => {
  const ids = (run: Run, experiment: string) =>
    pictures(run).flatMap(({ chart, experiment: { id } }) => (id === experiment && !chart.onCall ? chart.id : []));

  it("depends on the factors that vary and on what was recorded", () => {
    expect(ids(lab, "workers")).toEqual(["time-vs-workers", "speed-up", "where-time-goes", "total-time", "timeline"]);
    expect(ids(lab, "process-vs-pool")).toEqual(["total-time", "timeline"]);
    expect(ids(lab, "small-vs-large-n")).toEqual(["crossover"]);
    expect(ids(importedRun("file-write"), "file-write")).toEqual(["total-time"]);
    expect(ids(importedRun("cores-host"), "cores-host")).toEqual(["time-vs-workers", "speed-up", "total-time"]);
  });

  it("is none where no cell has a time", () => {
    expect(ids(oneExperiment([timed("process-pool", 1, null), timed("process-pool", 2, null)]), "x")).toEqual([]);
    expect(ids(oneExperiment([]), "x")).toEqual([]);
  });
});

describe("titles are true of the figures", () => {
  it("time against workers: the largest clear gain over the baseline", () => {
    const { title } = picture(lab, "time-vs-workers");
    const { againstBaseline } = analyseRun(lab).experiments[0]?.changes ?? { againstBaseline: [] };
    const best = againstBaseline
      .filter(({ verdict }) => verdict === "faster")
      .sort((a, b) => (a.ratio ?? 1) - (b.ratio ?? 1))[0];
    expect(title).toBe(
      `Thread pool, 4 workers: ${(-(best?.changePercent ?? 0)).toFixed(1)} % less time than sequential`,
    );
    expect(best?.to).toMatchObject({ strategy: "thread-pool", workers: 4 });
  });

  it("time against workers, one measurement each: says so and claims no verdict", () => {
    const { title, subtitle } = picture(importedRun("cores-host"), "time-vs-workers");
    expect((1 - 56.07 / 306.4) * 100).toBeCloseTo(81.7, 1);
    expect(title).toMatch(/8 workers: 81\.7 % less time than .*1 worker, measured once each$/);
    expect(subtitle).toContain("One measurement each, so there are no intervals.");
  });

  it("time against workers without a gain: never says that there is one", () => {
    const normal = noise(3);
    const cell = (strategy: string, workers: number, wallMs: number) =>
      makeCell({ factors: { strategy, workers, tasks: 8 }, wallMs, blocks: 20, normal });
    const slower = oneExperiment([
      cell("sequential", 1, 100),
      cell("thread-pool", 2, 130),
      cell("thread-pool", 4, 150),
    ]);
    expect(picture(slower, "time-vs-workers").title).toBe("Nothing tested is clearly faster than its baseline");
    const same = oneExperiment([cell("sequential", 1, 100), cell("thread-pool", 2, 100), cell("thread-pool", 4, 100)]);
    expect(picture(same, "time-vs-workers").title).toBe("Everything tested takes as long as its baseline, within 3 %");
  });

  it("speed-up: the largest reached beside what rounds or cores allow", () => {
    expect(picture(importedRun("cores-host"), "speed-up").title).toMatch(
      /8 workers: 5\.46× speed-up of 8\.00× that rounds allow, measured once$/,
    );
    expect(picture(lab, "speed-up").title).toMatch(
      /^Thread pool, 4 workers: 3\.0\d× speed-up of 4\.00× that 4 cores allow$/,
    );
  });

  it("total time: how many take less than the baseline, else the least, or who was shown to take the least how often", () => {
    expect(picture(importedRun("file-write"), "total-time").title).toBe(
      "Process per task takes the least time, 100 ms, measured once each",
    );
    expect(picture(lab, "total-time", "process-vs-pool").title).toBe(
      "Least time by size: sequential in 2 of 4, process per task, bounded in 1 and process pool in 1",
    );
  });

  const repeated = (strategy: string, times: readonly number[], more = {}): Cell => ({
    factors: { strategy, workers: 1, ...more },
    trials: times.map((wallMs, block) => ({ block, status: "ok", wallMs })),
  });
  const near = (ms: number) => [ms, ms * 1.01, ms * 0.99];

  it("total time: of all cells, also of those that the picture leaves out", () => {
    const jobs = Array.from({ length: 14 }, (_, index) => repeated(`job${index + 1}`, near(1000 * (index + 1))));
    expect(picture(oneExperiment(jobs), "total-time").title).toBe("None takes less time than job1, 13 take more");
  });

  it("total time: say where the ends of a range were not told apart, or are equal", () => {
    const titleOf = (...cells: Cell[]) => picture(oneExperiment(cells), "total-time").title;
    const wild = [100, 180, 60, 140, 90];
    expect(titleOf(repeated("a", wild), repeated("b", wild.toReversed()))).toMatch(
      /^No difference in time from a is shown$/,
    );
    expect(titleOf(repeated("a", near(100)), repeated("b", [150, 90, 200]))).toBe(
      "No difference in time from a is shown",
    );
    const line = [1.1, 1, 0.9].map((share, place) => {
      const times = place === 2 ? wild.toReversed() : wild;
      return repeated(
        "p",
        times.map((ms) => ms * share),
        { workers: 2 ** place },
      );
    });
    expect(titleOf(repeated("sequential", wild), ...line)).toMatch(
      /^None takes less time than sequential, 1 takes more/,
    );
    const still = [100, 100.1, 99.9, 100, 100.1];
    expect(
      titleOf(
        repeated("a", still),
        repeated(
          "b",
          still.map((ms) => ms + 0.4),
        ),
      ),
    ).toMatch(/, equal within 3 %$/);
  });

  it("total time: no winner of a size without a decision", () => {
    const sizes = [1, 2].flatMap((tasks) => [
      repeated("a", near(100), { tasks }),
      repeated("b", tasks === 1 ? near(300) : [101, 140, 95], { tasks }),
    ]);
    expect(picture(oneExperiment(sizes), "total-time").title).toBe(
      "Least time by size: a in 1 of 2 and undecided in 1",
    );
  });

  it("time against N: the bracket of tested sizes that the analysis found, and no other", () => {
    const { title, spec } = picture(lab, "crossover", "small-vs-large-n");
    expect(title).toBe("Thread pool starts to win between N = 1,000,000 and 10,000,000");
    expect(JSON.stringify(spec)).toContain('"from":1000000,"to":10000000');
    const early = makeRun({ experiments: labExperiments(20).map((one) => ({ ...one, cells: one.cells.slice(0, 6) })) });
    expect(JSON.stringify(picture(early, "crossover", "small-vs-large-n").spec)).not.toContain('"from"');
  });

  it("timeline: shares of the workers' time that add up", () => {
    const run = oneExperiment([
      {
        factors: { strategy: "process-pool", workers: 2, tasks: 3 },
        trials: [
          {
            block: 0,
            status: "ok",
            wallMs: 100,
            timeline: {
              worker: [0, 1, 0],
              startMs: [20, 20, 60],
              endMs: [60, 80, 100],
              cpuMs: [1, 1, 1],
              queueMs: [0, 0, 0],
            },
          },
        ],
      },
      timed("process-pool", 1, 150),
    ]);
    // 2 workers x 100 ms: tasks 40 + 40 + 60 = 140, before 20 + 20 = 40, after 20.
    expect(picture(run, "timeline").title).toBe(
      "Tasks fill 70 % of the workers' time; 20 % is before the first task and 10 % idle at the end",
    );
  });

  it("timeline: of a queue, though another cell is faster, with the machine of each lane and task", () => {
    const timeline = {
      worker: [0, 1, 2],
      startMs: [20, 20, 60],
      endMs: [60, 80, 100],
      cpuMs: [1, 1, 1],
      queueMs: [0, 0, 0],
    };
    const trial = { block: 0, status: "ok" as const };
    const run = oneExperiment([
      {
        factors: { strategy: "process-pool", workers: 3, tasks: 3 },
        trials: [{ ...trial, wallMs: 90, timeline: { ...timeline, endMs: [50, 70, 90] } }],
      },
      {
        factors: { strategy: "queue", workers: 3, tasks: 3 },
        trials: [
          {
            ...trial,
            wallMs: 100,
            timeline: { ...timeline, host: ["h1", "h2", "h1"] },
            figures: { "clock-uncertainty-ms": 0.4 },
          },
        ],
      },
    ]);
    const { table, notes, spec } = picture(run, "timeline");
    expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
      ["1", "h1", "1"],
      ["2", "h2", "3"],
      ["3", "h1", "2"],
    ]);
    expect(notes).toEqual([
      "Lanes have the names of their machines, whose clocks are known to within 400 µs of the caller's.",
    ]);
    for (const name of ["h1, 1", "h1, 2", "h2"]) expect(JSON.stringify(spec)).toContain(`"${name}"`);
  });

  it("two machines: the geometric mean of the cells drawn", () => {
    const comparison = compareRuns(importedRun("cores-host"), importedRun("cores-vm"));
    const { title, table } = comparisonCharts["host-vs-vm"].spec(comparison);
    const pairs = [
      [306.4, 918.43],
      [179.92, 530.11],
      [96.65, 279.74],
      [96.49, 280.33],
      [56.07, 155.26],
    ];
    const mean = Math.exp(pairs.reduce((sum, [a = 1, b = 1]) => sum + Math.log(b / a), 0) / 5);
    expect(title).toBe(
      `vm takes ${((mean - 1) * 100).toFixed(0)} % more time than host, geometric mean of 5 combinations, measured once each`,
    );
    expect(table.rows.map((row) => row.at(-1))).toEqual(["+200 %", "+195 %", "+189 %", "+191 %", "+177 %"]);
  });

  it("two runs: how many cells got which verdict", () => {
    const comparison = compareRuns(
      lab,
      makeRun({ id: "20261122t061500z-lab-3f9a2d", experiments: labExperiments(20, 9) }),
    );
    const { title, subtitle } = comparisonCharts["percent-change"].spec(comparison);
    const counts = [...title.matchAll(/(\d+) (?:faster|slower|equal|without enough)/g)].map(([, count]) =>
      Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
      comparison.cells.filter(({ ratio }) => ratio !== null).length,
    );
    expect(subtitle).not.toContain("corrected");
  });

  it("two runs: a bar that leaves out no change and is undecided has its reason in the subtitle", () => {
    const comparison = compareRuns(
      lab,
      makeRun({ id: "20261122t061500z-lab-3f9a2d", experiments: labExperiments(20, 9) }),
    );
    const [first, ...others] = comparison.cells as [ComparedCell, ...ComparedCell[]];
    const open = { ...first, verdict: "inconclusive", reason: "not-significant", interval: [1, 9] } as ComparedCell;
    const { subtitle, table } = comparisonCharts["percent-change"].spec({ ...comparison, cells: [open, ...others] });
    expect(subtitle).toMatch(/Verdicts are corrected for many comparisons, bars are not\.$/);
    expect(table.rows[0]?.at(-1)).toBe("not enough evidence (corrected for many comparisons)");
  });
});

describe("every picture", () => {
  const twelve = oneExperiment(
    Array.from({ length: 12 }, (_, index) =>
      [1, 2, 4].map((workers) => timed(`kind-${index}`, workers, 100 / workers + index)),
    ).flat(),
  );
  const extremes = oneExperiment([
    timed("process-pool", 1, 3.2e11),
    timed("process-pool", 2, 1e-9),
    timed("process-pool", 4, 0),
    timed("process-pool", 8, null),
  ]);
  const point = oneExperiment([timed("process-pool", 1, 5), timed("thread-pool", 2, 7)]);
  const runs = {
    lab,
    twelve,
    extremes,
    point,
    hostile: hostileRun(),
    quick: makeRun({ experiments: labExperiments(2) }),
  };

  it.each(Object.entries(runs))(
    "%s: draws without warnings, twice the same, with ids of its own",
    async (name, run) => {
      const ids = new Set<string>();
      const drawn = pictures(run);
      expect(drawn.length).toBeGreaterThan(0);
      const specs = drawn.flatMap(({ picture: { spec, narrow } }) => [spec, narrow]);
      for (const [index, spec] of specs.entries()) {
        const rendering = { id: `${name}-${index}`, labelledBy: "a b" };
        const svg = await render(spec, rendering);
        expect(await render(spec, rendering)).toBe(svg);
        expect(svg).not.toMatch(/NaN|Infinity|undefined| style=| href=|<script|<image|<foreignObject/);
        expect(svg.match(/ role="/g)).toEqual([' role="']);
        for (const [, id = ""] of svg.matchAll(/ id="([^"]*)"/g)) {
          expect(ids.has(id)).toBe(false);
          ids.add(id);
        }
      }
      expect(warnings).toEqual([]);
    },
  );

  it("has room for 1 to 12 lines, and names every one", async () => {
    const svg = await render(picture(twelve, "time-vs-workers").spec, { id: "a", labelledBy: "b" });
    for (let index = 0; index < 12; index += 1) expect(svg).toContain(`>kind ${index}</text>`);
    const more = oneExperiment(
      Array.from({ length: 14 }, (_, index) =>
        [1, 2].map((workers) => timed(`kind-${index}`, workers, 100 / workers)),
      ).flat(),
    );
    expect(picture(more, "time-vs-workers").notes).toContain("2 more lines are in the tables only.");
  });

  it("shows cells without a time as such, and never on the axis", () => {
    const { notes, table, subtitle } = picture(extremes, "time-vs-workers");
    expect(notes).toEqual([
      expect.stringMatching(/4 workers, below the resolution of the clock/),
      expect.stringMatching(/8 workers, killed \(1 of 1 repeat\)/),
    ]);
    expect(table.rows.map((row) => row[1])).toEqual(expect.arrayContaining(["below resolution", "failed: killed"]));
    expect(subtitle).toContain("Crosses: combinations without a time.");
  });

  it("keeps text from run files in data.values, in fixed fields", () => {
    const outside = (spec: unknown): string => {
      if (Array.isArray(spec)) return spec.map(outside).join(" ");
      if (spec === null || typeof spec !== "object") return String(spec);
      return Object.entries(spec)
        .filter(([key]) => key !== "values")
        .map(([key, value]) => `${key} ${outside(value)}`)
        .join(" ");
    };
    for (const { picture: given } of pictures(hostileRun())) {
      expect(outside(given.spec)).not.toMatch(/alert|onload|HYPERLINK|temporal|href|url/);
    }
  });

  it("has words in the place of more marks than a reader could see", async () => {
    const values = Array.from({ length: MAX_MARKS + 1 }, (_, x) => ({ x }));
    const spec: Spec = { data: { values }, mark: "point", encoding: { x: { field: "x", type: "quantitative" } } };
    const drawn = await render(spec, { id: "a", labelledBy: "b" });
    expect(drawn).toContain("Not drawn: 2,001 marks, and no more than 2,000 can be told apart.");
    expect(drawn).toMatch(/^<svg id="a" class="chart" role="img" aria-labelledby="b"/);
  });

  it("bounds the marks of large experiments", async () => {
    const cells = Array.from({ length: 600 }, (_, index) => timed("process-pool", index + 1, 1000 / (index + 1)));
    for (const { picture: given } of pictures(oneExperiment(cells))) {
      await expect(render(given.spec, { id: "a", labelledBy: "b" })).resolves.toContain("<svg");
    }
  });

  it.each(["workers", "n", "tasks", "cores", "bytes"])(
    "draws 12 strategies at 64 levels of %s, three times each",
    (factor) => {
      const cells = Array.from({ length: 12 * 64 }, (_, index) => {
        const [way, level] = [Math.floor(index / 64), (index % 64) + 1];
        const own =
          factor === "workers"
            ? {}
            : ["n", "tasks"].includes(factor)
              ? { [factor]: 10 * level }
              : { more: { [factor]: level } };
        const one = timed(way === 0 ? "sequential" : `way-${way}`, factor === "workers" && way > 0 ? level : 1, 0, own);
        const ms = (way + 10) * (factor === "workers" ? 1 / level + level / 500 : level);
        return {
          ...one,
          trials: [0, 1, 2].map((block) => ({ block, status: "ok" as const, wallMs: ms * (1 + block / 50) })),
        };
      });
      const distinct = [...new Map(cells.map((one) => [JSON.stringify(one.factors), one])).values()];
      const run = oneExperiment(distinct, { charts: Object.keys(charts) });
      const [analysed] = analyseRun(run).experiments;
      const drawn = pictures(run);
      expect(drawn.length).toBeGreaterThan(0);
      const large = drawn.flatMap(({ chart, experiment, picture: { spec, narrow, half, page } }) => {
        const input = { analysis: analysed as NonNullable<typeof analysed>, experiment, machine: run.machine };
        const { hero, narrow: small, row } = chart.small?.(input, [analysed?.cells[9]?.key ?? ""]) ?? {};
        const all = { spec, narrow, half: half(), page: page(), hero, small, row };
        return Object.entries(all).flatMap(([width, one]) =>
          countRows(one) > MAX_MARKS ? [`${chart.id} ${width}`] : [],
        );
      });
      expect(large).toEqual([]);
    },
  );

  it("draws as many lines as it has room for, and names the others", async () => {
    const sizes = Array.from({ length: 100 }, (_, index) => index + 1);
    const cells = sizes.flatMap((n) =>
      Array.from({ length: 12 }, (_, way) => timed(`way-${way}`, 2, n * (way + 1), { n: 1_000 * n })),
    );
    const large = pictures(oneExperiment(cells)).find(({ chart }) => chart.id === "time-vs-n");
    await expect(render(large?.picture.spec ?? {}, { id: "a", labelledBy: "b" })).resolves.toContain("<svg");
    expect(large?.picture.notes.join()).toMatch(/\d more lines are in the figures only/);
    expect(large?.picture.table.rows).toHaveLength(1200);
  });

  it("loads nothing: an image mark that asks for a file stays empty", async () => {
    const spec: Spec = {
      data: { values: [{ u: "file:///etc/passwd" }] },
      mark: { type: "image", width: 9, height: 9 },
      encoding: { url: { field: "u", type: "nominal" } },
    };
    await expect(render(spec, { id: "a", labelledBy: "b" }).catch(String)).resolves.not.toContain("root:");
  });

  it("marks the machine's cores, and hardware threads where they are more", () => {
    const texts = (run: Run) => JSON.stringify(picture(run, "speed-up").spec);
    expect(texts(lab)).toContain('"text":"4 cores"');
    const smt = { ...MACHINE, physicalCores: 2, logicalCores: 4 };
    expect(texts({ ...lab, machine: smt })).toContain('"text":"4 hardware threads"');
    // Where threads share cores.
    expect(texts({ ...lab, machine: smt })).toContain('"from":2,"to":4,"top":0');
    expect(texts(lab)).not.toContain('"top":0,"bottom":300}]},"mark":{"type":"rect"');
    const labels = [...texts({ ...lab, machine: { ...smt, physicalCores: 3 } }).matchAll(/"px":([\d.]+),"py":-10/g)];
    const [first = 0, second = 0] = labels.map(([, px]) => Number(px));
    expect(second - first, "labels of neighbouring markers keep apart").toBeGreaterThan(70);
  });
});
