import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../../../src/analysis/results/run-analysis.js";
import { STACK_PARTS } from "../../../../src/analysis/results/stack.js";
import { PART_NAMES } from "../../../../src/analysis/scaling/stack/words.js";
import type { Cell, Experiment } from "../../../../src/record/schema/run-schema.js";
import { chartsFor } from "../../../../src/report/charts/kinds/index.js";
import { whereTimeGoes } from "../../../../src/report/charts/kinds/where-time-goes.js";
import type { Picture } from "../../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../../src/report/charts/output/render.js";
import { popTable } from "../../../../src/report/tables/pop.js";
import { makeRun } from "../../../analysis/make-run.js";
import { boundBy, machineOf, plantedCell, sequentialCell } from "../../../analysis/scaling/stack/planted.js";

const warnings: string[] = [];
let render: Renderer;

beforeAll(async () => {
  render = await createRenderer((message) => warnings.push(message));
});

/** 4 CPU-bound tasks of 100 ms on 2 cores, started in 20 ms, the second trial a tenth slower. */
function pool(strategy: string, workers: number, startMs = 20): Cell {
  const atOnce = Math.min(workers, 2);
  const trials = [1, 1.1].map((slow) => {
    const wallMs = (startMs + 400 / atOnce) * slow;
    const tasks = Array.from({ length: 4 }, (_, task) => {
      const round = Math.floor(task / workers);
      const length = (400 / atOnce / Math.ceil(4 / workers)) * slow;
      const from = startMs * slow + round * length;
      return { worker: task % workers, startMs: from, endMs: from + length, cpuMs: 100, queueMs: length - 100 };
    });
    return { wallMs, tasks };
  });
  return plantedCell({ strategy, workers }, trials);
}

const counts = (strategy: string, startMs?: number) => [1, 2, 4].map((workers) => pool(strategy, workers, startMs));
const twoPools = () =>
  boundBy("cpu", [sequentialCell(4, { cpuMs: 100 }, 2), ...counts("thread-pool"), ...counts("process-pool", 60)]);

function drawn(experiment: Experiment): { analysis: ExperimentAnalysis; picture: Picture } {
  const machine = machineOf(2);
  const [analysis] = analyseRun(makeRun([experiment], { machine })).experiments;
  if (!analysis || !whereTimeGoes.applies(analysis, experiment)) throw new Error("it does not apply");
  return { analysis, picture: whereTimeGoes.spec({ analysis, experiment, machine }) };
}

describe("where the time goes, as a picture", () => {
  it("has a title that its figures bear out: the largest loss with the most workers", () => {
    const { picture, analysis } = drawn(twoPools());
    const stacks = analysis.scaling.map(({ stack }) => stack.at(-1));
    const waits = stacks.map((stack) => stack?.shares.waiting?.value ?? 0);
    expect(Math.max(...waits)).toBe(waits[0]);
    expect(picture.title).toBe(
      `Thread pool, 4 workers: waiting for a core takes ${Math.round((waits[0] ?? 0) * 100)} % of the workers' time`,
    );
    expect(picture.subtitle).toContain("Means of 2 repeats.");
  });

  it("has a table of which every row adds up to the whole, one for each worker count of each line", () => {
    const { picture } = drawn(twoPools());
    const { columns, rows } = picture.table;
    const parts = columns.flatMap(({ label }, index) => (Object.values(PART_NAMES).includes(label) ? [index] : []));
    expect(rows.map(([head]) => head)).toEqual(
      ["thread pool", "process pool"].flatMap((name) =>
        ["1 worker", "2 workers", "4 workers"].map((n) => `${name}, ${n}`),
      ),
    );
    for (const row of rows) {
      const sum = parts.reduce((total, index) => total + Number.parseFloat(row[index] ?? ""), 0);
      expect(sum).toBeCloseTo(100, 0);
    }
    expect(columns.map(({ label }) => label)).not.toContain("blocked");
  });

  it("draws segments that fill each bar, and names only parts that there are", async () => {
    const { picture } = drawn(twoPools());
    for (const spec of [picture.spec, picture.narrow]) {
      const texts = valuesOf(spec, "text");
      for (const part of STACK_PARTS) {
        const isThere = ["useful", "extra", "waiting", "startUp"].includes(part) && part !== "extra";
        expect(texts.includes(PART_NAMES[part]), part).toBe(isThere);
      }
      const ends = valuesOf(spec, "to").map(Number);
      expect(ends.filter((end) => Math.abs(end - 1) < 1e-9)).toHaveLength(6);
      expect(Math.max(...ends)).toBeLessThanOrEqual(1 + 1e-9);
      const svg = await render(spec, { id: "x", labelledBy: "t" });
      expect(svg).toContain("speed-up");
    }
    expect(warnings).toEqual([]);
  });

  it("says what is not known", () => {
    const alone = boundBy("cpu", counts("thread-pool").slice(1));
    expect(drawn(alone).picture.notes.join()).toContain("useful work cannot be told from extra work");
    const old = JSON.parse(
      JSON.stringify(twoPools(), (key, value) => (/^w(orkerTime|aitBeforeMs)$/.test(key) ? undefined : value)),
    );
    const { picture } = drawn(old);
    expect(picture.notes.join()).toContain("Waiting for a core outside tasks was not recorded");
    expect(picture.subtitle).toContain("One repeat each: that of median time, which kept its tasks.");
    expect(picture.title).toMatch(/, measured once$/);
  });

  it("does not make up a loss", () => {
    const even = [1, 2].map((workers) =>
      plantedCell({ workers }, [
        { wallMs: 400 / workers, tasks: Array.from({ length: 4 }, (_, task) => even4(task, workers)) },
      ]),
    );
    const { picture } = drawn(boundBy("cpu", [sequentialCell(4, { cpuMs: 100 }), ...even]));
    expect(picture.title).toBe(
      "Useful work takes 100 % or more of the workers' time everywhere".replace("100 % or more", "all"),
    );
  });

  it("goes with the charts over worker counts that an experiment calls for, and with no others", () => {
    const ids = (charts?: string[]) => {
      const experiment = { ...twoPools(), ...(charts && { charts }) };
      return chartsFor(drawn(experiment).analysis, experiment).map(({ id }) => id);
    };
    expect(ids(["speed-up", "total-time"])).toEqual(["speed-up", "where-time-goes", "total-time"]);
    expect(ids(["total-time"])).toEqual(["total-time"]);
    expect(ids(["where-time-goes"])).toEqual(["where-time-goes"]);
    expect(ids()).toContain("where-time-goes");
  });
});

describe("the table of efficiencies", () => {
  it("comes to speed-up over workers by way of the tasks", () => {
    const { analysis } = drawn(twoPools());
    const model = popTable(analysis, { root: "" });
    expect(model?.groups.map(({ title, rows }) => [title, rows.length])).toEqual([
      ["Thread pool", 3],
      ["Process pool", 3],
    ]);
    for (const { rows } of model?.groups ?? []) {
      for (const { cells } of rows) {
        const [balance = 0, communication = 0, parallel = 0, scaling = 0, global = 0, measured = 0] = cells.map(
          ({ text }) => Number.parseFloat(text),
        );
        expect((balance * communication) / 100).toBeCloseTo(parallel, 0);
        expect((parallel * scaling) / 100).toBeCloseTo(global, 0);
        expect(global).toBeCloseTo(measured, 0);
      }
    }
  });
});

function even4(task: number, workers: number) {
  const startMs = Math.floor(task / workers) * 100;
  return { worker: task % workers, startMs, endMs: startMs + 100, cpuMs: 100 };
}

/** What the rows of a specification hold in one field. */
function valuesOf(spec: unknown, field: string): unknown[] {
  if (Array.isArray(spec)) return spec.flatMap((inner) => valuesOf(inner, field));
  if (spec === null || typeof spec !== "object") return [];
  const { values } = spec as { values?: Record<string, unknown>[] };
  if (Array.isArray(values)) return values.flatMap((row) => (row[field] === undefined ? [] : [row[field]]));
  return Object.values(spec).flatMap((inner) => valuesOf(inner, field));
}
