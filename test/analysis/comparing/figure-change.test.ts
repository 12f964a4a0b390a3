import { describe, expect, it } from "vitest";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import {
  type FigureOf,
  figureChanges,
  figureDifference,
  figureWords,
  medianOfFigure,
} from "../../../src/analysis/comparing/figure-change.js";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../../src/stats/random.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment } from "../make-run.js";

const memory: FigureOf = ({ peakPssBytes }) => peakPssBytes;
const bytes = (format: number) => `${format} B`;

/** A cell for each list of figures, all of the same time. */
function cellsOf(figures: readonly (readonly number[])[]): Cell[] {
  return figures.map((own, index) =>
    cell(
      { strategy: `s${index}`, workers: 1 },
      own.map(() => 100),
      own.map((peakPssBytes) => ({ peakPssBytes })),
    ),
  );
}

function contextOf(cells: Cell[], interleaved = true) {
  const views = cellViews(experiment(cells));
  const cellOf = ({ index }: { index: number }) => cells[index] as Cell;
  return { views, context: { cellOf, interleaved } };
}

function between(figures: readonly (readonly number[])[], interleaved = true) {
  const { views, context } = contextOf(cellsOf(figures), interleaved);
  const [from, ...others] = views;
  return figureChanges(
    others.map((to) => ({ from: from as (typeof views)[number], to })),
    memory,
    context,
  );
}

const random = seededRandom(7);
const noisy = (middle: number, blocks: number, width: number) =>
  Array.from({ length: blocks }, () => middle * Math.exp(width * gaussian(random)));

describe("a figure between two cells", () => {
  it("is estimated block by block, with the interval of times", () => {
    const [from, to] = [noisy(100, 20, 0.05), noisy(150, 20, 0.05)];
    const [change] = between([from, to]);
    const logs = to.map((figure, block) => Math.log(figure / (from[block] as number)));
    const { estimate, intervals } = hodgesLehmann(logs, [0.95]);
    expect(change?.changePercent).toBeCloseTo(Math.expm1(estimate) * 100, 9);
    expect(change?.interval).toEqual(intervals[0]?.map((log) => expect.closeTo(Math.expm1(log) * 100, 9)));
    expect(change).toMatchObject({ shown: "more", scale: "medians" });
  });

  it("agrees with its typical figures where trials are few", () => {
    const [change] = between([
      [100, 400, 100],
      [200, 300, 500],
    ]);
    const { from = 0, to = 0, changePercent } = change ?? {};
    expect(change?.scale).toBe("geometric means");
    expect((to / from - 1) * 100).toBeCloseTo(changePercent ?? 0, 9);
  });

  it("leaves out what varies with the block in both", () => {
    const moods = [1, 3, 2, 5, 4, 2];
    const figures = [moods.map((mood) => 100 * mood), moods.map((mood, block) => 103 * mood + (block % 2))];
    expect(between(figures)[0]?.shown).toBe("more");
    expect(between(figures, false)[0]?.shown).toBe("open");
  });

  it("is shown to be less, the same or neither, and nothing by one trial", () => {
    const base = noisy(100, 12, 0.01);
    const shown = (to: number[]) => between([base, to])[0]?.shown;
    expect(shown(noisy(80, 12, 0.01))).toBe("less");
    expect(shown(base.map((figure, block) => figure * (block % 2 ? 1.002 : 0.999)))).toBe("same");
    expect(shown(noisy(100, 12, 0.2))).toBe("open");
    expect(between([[100], [300]])[0]).toMatchObject({ from: 100, to: 300, interval: null, shown: "open" });
  });

  it("is corrected over all pairs: of many equal cells hardly any is shown to differ", () => {
    const runs = 40;
    const alarms = Array.from({ length: runs }, () => {
      const changes = between(Array.from({ length: 9 }, () => noisy(100, 10, 0.05)));
      return changes.some((change) => change?.shown === "more" || change?.shown === "less") ? 1 : 0;
    });
    expect(alarms.reduce<number>((sum, alarm) => sum + alarm, 0)).toBeLessThanOrEqual(5);
  });

  it("is null where a cell lacks it, and without a ratio where one is 0", () => {
    const { views, context } = contextOf([...cellsOf([[100, 110]]), cell({ strategy: "x", workers: 1 }, [1, 2])]);
    const [from, to] = views as [(typeof views)[number], (typeof views)[number]];
    expect(figureChanges([{ from, to }], memory, context)).toEqual([null]);
    expect(medianOfFigure(to, memory, context)).toBeNull();
    expect(
      between([
        [0, 10],
        [20, 30],
      ])[0],
    ).toMatchObject({ changePercent: null, shown: "open" });
  });
});

describe("its words", () => {
  it("name a difference only where it is shown", () => {
    const change = {
      from: 100,
      to: 200,
      scale: "medians",
      changePercent: 100,
      interval: [80, 122],
      interval90: [84, 118],
    } as const;
    const of = (more: object) =>
      figureWords({ ...change, interval: [80, 122], interval90: [84, 118], shown: "more", ...more }, bytes);
    expect(of({})).toBe("200 B against 100 B in medians, 100 % more (95 % interval 80.0 to 122 % more)");
    expect(of({ shown: "open" })).toBe("200 B against 100 B in medians, which are not shown to differ");
    expect(of({ shown: "same", interval90: [-1, 2] })).toBe(
      "200 B against 100 B in medians, the same within 3 % (90 % interval 1.0 % less to 2.0 % more)",
    );
    expect(of({ scale: "", interval: null, interval90: null, shown: "open" })).toBe(
      "200 B against 100 B in single measurements",
    );
    expect(of({ scale: "medians", changePercent: null, interval: null, shown: "open" })).toBe(
      "200 B against 100 B in medians",
    );
  });
});

describe("a difference of figures", () => {
  it("is the mean over the blocks that both have, with its t interval", () => {
    const figures = [
      [100, 102, 104, 300],
      [110, 115, 111, 305],
    ];
    const { views, context } = contextOf(cellsOf(figures));
    const [from, to] = views as [(typeof views)[number], (typeof views)[number]];
    const found = figureDifference({ from, to }, memory, context);
    expect(found?.mean).toBeCloseTo((10 + 13 + 7 + 5) / 4, 9);
    expect(found?.interval).toEqual(tInterval([10, 13, 7, 5], 0.95));
    const apart = figureDifference({ from, to }, memory, { ...context, interleaved: false });
    expect(apart?.mean).toBeCloseTo(35 / 4, 9);
    expect(apart?.interval[0]).toBeLessThan(-100);
  });

  it("is null with fewer than two blocks", () => {
    const { views, context } = contextOf(cellsOf([[100], [110, 120]]));
    const [from, to] = views as [(typeof views)[number], (typeof views)[number]];
    for (const interleaved of [true, false])
      expect(figureDifference({ from, to }, memory, { ...context, interleaved })).toBeNull();
  });
});
