import { describe, expect, test } from "vitest";
import { answerFit, type FitQuestion, type Measured } from "../../../../src/analysis/scaling/models/answer.js";
import { fitPicture, fitSvg } from "../../../../src/report/charts/kinds/scaling-fit.js";
import { countRows, MAX_MARKS } from "../../../../src/report/charts/marks/mark-count.js";
import { createRenderer } from "../../../../src/report/charts/output/render.js";

const usl = (n: number) => (100 * n) / (1 + 0.03 * (n - 1) + 0.005 * n * (n - 1));
const rows = (workers: readonly number[], law: (n: number) => number, repeats: readonly number[] = [0.99, 1.01]) =>
  workers.flatMap((n) => repeats.map((factor): Measured => ({ workers: n, figure: law(n) * factor })));

const PAST = rows([2, 4, 6, 8, 12, 16, 20, 24], usl);
const SHORT = rows([1, 2, 3, 4, 5, 6, 7, 8], usl);
const KINK = rows([1, 2, 4, 6, 8, 12, 16, 24], (n) => Math.min(n, 8));

function ask(table: readonly Measured[], model: FitQuestion["model"], figure: "throughput" | "time" = "throughput") {
  return answerFit(table, { model, reading: { scale: "plain", figure } });
}

type Drawn = Record<string, unknown>[];

/** Rows of the layers with a certain field. */
function drawn(spec: unknown, field: string): Drawn {
  const { layer } = spec as { layer: { data: { values: Drawn } }[] };
  return layer.map(({ data }) => data.values).find((values) => field in (values[0] ?? {})) ?? [];
}

describe("the picture of a fit", () => {
  test("draws solid where it was tested and dotted before and beyond", () => {
    const { spec } = fitPicture(ask(PAST, "usl"), PAST);
    const curve = drawn(spec, "part") as { x: number; y: number; part: string; dash: number[] }[];
    for (const { x, y, part, dash } of curve) {
      const tested = x >= 2 && x <= 24;
      if (part === "tested") expect(tested).toBe(true);
      else expect(x <= 2 || x >= 24).toBe(true);
      expect(dash).toEqual(part === "tested" ? [1, 0] : [2, 4]);
      expect(y / usl(x)).toBeCloseTo(1, 2);
    }
    expect(new Set(curve.map(({ part }) => part))).toEqual(new Set(["before", "tested", "beyond"]));
  });

  test("puts the peak where the fit has it, full where the table supports it, hollow where not", () => {
    const past = ask(PAST, "usl");
    const [peak] = drawn(fitPicture(past, PAST).spec, "fill");
    expect(peak?.x).toBe(past.peak?.workers);
    expect(peak?.y).toBe(past.peak?.throughput);
    expect(peak?.fill).toContain("--c-bad");
    expect(peak?.text).toBe("peak at 13.9 workers");
    const [guess] = drawn(fitPicture(ask(SHORT, "usl"), SHORT).spec, "fill");
    expect(guess?.fill).toContain("--c-paper");
    expect(guess?.text).toMatch(/^peak at 1[34]\.\d workers, not supported$/);
  });

  test("draws times as times: the peak is where the time is shortest", () => {
    const times = PAST.map(({ workers, figure }) => ({ workers, figure: 1 / figure }));
    const answer = ask(times, "usl", "time");
    const { spec } = fitPicture(answer, times);
    const [peak] = drawn(spec, "fill") as { x: number; y: number }[];
    const curve = drawn(spec, "part") as { y: number }[];
    expect(peak?.y).toBeCloseTo(1 / (answer.peak?.throughput as number), 12);
    expect(Math.min(...curve.map(({ y }) => y))).toBeGreaterThanOrEqual((peak?.y as number) * (1 - 1e-9));
  });

  test("leaves a peak out that is further off than the picture reaches, and says so", () => {
    const table = rows([1, 2, 3, 4], (n) => (10 * n) / (1 + 0.01 * (n - 1) + 0.0001 * n * (n - 1)), [1]);
    const answer = ask(table, "usl");
    expect(answer.peak?.workers).toBeGreaterThan(90);
    const { spec, subtitle } = fitPicture(answer, table);
    expect(drawn(spec, "fill")).toEqual([]);
    expect(subtitle).toContain("The peak lies outside the picture.");
  });

  test("draws no line where the table carries no model", () => {
    const { spec, title } = fitPicture(ask(KINK, "auto"), KINK);
    expect(drawn(spec, "part")).toEqual([]);
    expect(title).toBe("The table carries no model");
  });

  test("draws means where rows are too many", () => {
    const many = rows(
      [1, 2, 4, 8],
      usl,
      Array.from({ length: 600 }, (_, index) => 0.9 + index / 3000),
    );
    const { spec, subtitle } = fitPicture(ask(many, "amdahl"), many);
    expect(countRows(spec)).toBeLessThan(MAX_MARKS);
    expect(subtitle).toContain("Points: means of the worker counts. 2,400 measurements at 4 worker counts.");
  });
});

describe("titles are true", () => {
  test.each([
    ["usl", PAST, "the fit peaks at 13.9 workers", { insideTestedRange: true, supported: true }],
    ["usl", SHORT, "outside the 1 to 8 that were tested", { insideTestedRange: false }],
    ["usl", KINK, "which the table does not support", { insideTestedRange: true, supported: false }],
  ] as const)("%s, %#", (model, table, words, flags) => {
    const answer = ask(table, model);
    expect(answer.peak).toMatchObject(flags);
    const { title } = fitPicture(answer, table);
    expect(title).toContain(words);
    expect(title).toContain(`peaks at ${answer.peak?.workers.toPrecision(3)} workers`);
  });

  test("of laws without a peak: share and limit", () => {
    const table = rows([1, 2, 4, 8, 16], (n) => (50 * n) / (1 + 0.1 * (n - 1)), [1]);
    expect(fitPicture(ask(table, "amdahl"), table).title).toBe(
      "Amdahl's law: 10.0 % serial, rising towards a throughput of 500",
    );
    const scaled = rows([1, 2, 4, 8], (n) => 5 * (n - 0.2 * (n - 1)), [1]);
    expect(fitPicture(ask(scaled, "gustafson"), scaled).title).toBe(
      "Gustafson's law: 20.0 % serial, rising without a limit",
    );
  });
});

describe("the SVG file", () => {
  test("stands alone: paper, title and colours of its own, nothing from elsewhere, the same bytes every time", async () => {
    const svg = await fitSvg(ask(PAST, "usl"), PAST);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+"/);
    expect(svg).toContain('<title id="fit-title">Universal Scalability Law: the fit peaks at 13.9 workers</title>');
    expect(svg).not.toMatch(/var\(|<script|href|url\((?!#)/);
    expect(svg.match(/<svg/g)).toHaveLength(1);
    expect(await fitSvg(ask(PAST, "usl"), PAST)).toBe(svg);
  });

  test("draws without a word from Vega", async () => {
    const said: string[] = [];
    const render = await createRenderer((message) => said.push(message));
    for (const [table, model] of [
      [PAST, "usl"],
      [SHORT, "usl"],
      [KINK, "auto"],
    ] as const) {
      await render(fitPicture(ask(table, model), table).spec, { id: "fit", labelledBy: "a" });
    }
    expect(said).toEqual([]);
  });
});
