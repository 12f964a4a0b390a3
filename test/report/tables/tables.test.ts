import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { CellSummary, Change, ExperimentAnalysis } from "../../../src/analysis/results/run-analysis.js";
import { importHyperfine } from "../../../src/formats/tools/hyperfine.js";
import { adviceTable } from "../../../src/report/tables/advice.js";
import { barScale } from "../../../src/report/tables/bar.js";
import { cellsTable, cpuTimeTable, failuresTable } from "../../../src/report/tables/cells.js";
import {
  acrossTable,
  againstTable,
  baselineTable,
  calculation,
  furtherAcrossTable,
  methodsOf,
  stepsTable,
  tally,
} from "../../../src/report/tables/changes.js";
import { column, shownRows, type TableModel, table, textCell } from "../../../src/report/tables/table.js";
import { thresholdsTable } from "../../../src/report/tables/thresholds.js";
import { cell } from "../../analysis/make-run.js";
import { importedRun, labExperiments, makeRun } from "../sample-runs.js";

const context = { root: "../../" };
const lab = analyseRun(makeRun({ experiments: labExperiments(20) }));

function experiment(run: ReturnType<typeof analyseRun>, id: string) {
  const found = run.experiments.find((one) => one.id === id);
  if (!found) throw new Error(`no experiment ${id}`);
  return found;
}

/** Texts of a table, row by row, group titles in brackets. */
function texts(table: TableModel | null): string[][] {
  return (table?.groups ?? []).flatMap(({ title, rows }) => [
    ...(title === "" ? [] : [[`[${title}]`]]),
    ...rows.map(({ head, cells }) => [head.text, ...cells.map(({ text }) => text)]),
  ]);
}

function equals(figure: string): string {
  return figure.startsWith("<") ? figure.replace("<", "under") : `= ${figure}`;
}

describe("a table of very many rows", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ head: textCell(`${index}`), cells: [] }));
  const given = { id: "t", caption: "All.", columns: [column("row")] };

  it("stands on a page with its first rows, and says how many there are", () => {
    const groups = [400, 400, 400].map((count, index) => ({ title: `${index}`, rows: rows(count) }));
    const shown = shownRows(table({ ...given, groups }));
    expect(shown.groups.map((group) => group.rows.length)).toEqual([400, 100]);
    expect(shown.caption).toBe("All. The first 500 of 1,200 rows stand here; scalebook export writes all.");
    expect(shown.fold).toBe("The first 500 of 1,200 rows");
  });

  it("stands whole up to 500", () => {
    const whole = table({ ...given, rows: rows(500) });
    expect(shownRows(whole)).toBe(whole);
  });
});

describe("tables of changes", () => {
  const host = experiment(analyseRun(importedRun("cores-host")), "cores-host");

  it("show the published figures of cores-host, step by step and from first to last", () => {
    const steps = texts(stepsTable(host, context));
    expect(steps.map((row) => row[3])).toEqual(["−41.3 %", "−46.3 %", "−0.2 %", "−41.9 %"]);
    const lines = stepsTable(host, context)?.groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[2]?.lines[1]));
    expect(lines).toEqual(["−41.28 %", "−46.28 %", "−0.17 %", "−41.89 %"].map((text) => expect.stringContaining(text)));
    expect(texts(baselineTable(host, context)).at(-1)?.[3]).toBe("−81.7 %");
  });

  it("say that one trial gives neither interval nor verdict", () => {
    const table = baselineTable(host, context);
    expect(table?.caption).toMatch(/one measurement each, so there are no intervals and no verdicts\.$/);
    expect(texts(table).map((row) => [row[5], row[6]])).toEqual(Array(4).fill(["–", "measured once"]));
  });

  it("unfold every percentage into a calculation that can be followed", () => {
    for (const change of lab.experiments.flatMap(({ changes }) => [...changes.againstBaseline, ...changes.steps])) {
      const [estimate = "", percent = "", ...rest] = calculation(change);
      if (change.ratio === null) {
        expect(estimate).toBe("");
        continue;
      }
      const figures = (line: string) =>
        (line.match(/[\d.,]*\d/g) ?? []).map((text) => Number(text.replaceAll(",", "")));
      expect((figures(estimate).at(-1) ?? 0) / change.ratio).toBeCloseTo(1, 3);
      const division = [estimate, ...rest].find((line) => line.includes("÷")) ?? "";
      const [to = 0, from = 0, quotient = 0] = figures(division);
      expect(to / from / quotient).toBeCloseTo(1, 3);
      expect(to / from / ((change.toMs as number) / (change.fromMs as number))).toBeCloseTo(1, 3);
      expect(percent).toMatch(/^\([\d.,]+ − 1\) × 100 = [−+]?[\d.,]+ %$/);
    }
  });

  it("of one baseline of many have all figures of the calculation in columns", () => {
    const analysis = experiment(lab, "workers");
    const changes = analysis.changes.againstBaseline;
    const plain = againstTable({ analysis, changes, id: "against", context });
    const unfolding = baselineTable(analysis, context)?.groups.flatMap(({ rows }) => rows) ?? [];
    for (const [index, { cells }] of plain.groups.flatMap(({ rows }) => rows).entries()) {
      const [change = "", interval = "", verdict = "", from = "", to = "", p = "", q = ""] = cells.map(
        ({ text }) => text,
      );
      const known = unfolding[index];
      expect(known?.cells.map(({ text }) => text)).toEqual([from, to, change, "", interval, verdict]);
      const lines = known?.cells.flatMap((cell) => cell.lines) ?? [];
      expect(lines).toContain([`p ${equals(p)}`, `q ${equals(q)}`].join(", "));
    }
  });

  it("of one baseline of many say n in a column where it differs, else once", () => {
    const analysis = experiment(lab, "workers");
    const [first, ...others] = analysis.changes.againstBaseline as [Change, ...Change[]];
    const heads = (changes: Change[]) =>
      againstTable({ analysis, changes, id: "against", context }).columns.map(({ label }) => label);
    const how = "Hodges-Lehmann estimate of the ratios within repeats, exact signed-rank interval";
    expect(methodsOf([first, ...others])).toBe(`n = 20: ${how}`);
    expect(heads([first, ...others])).not.toContain("n");
    const mixed = [{ ...first, n: 12 }, ...others];
    expect(methodsOf(mixed)).toBe(how);
    expect(heads(mixed)).toContain("n");
  });

  it("say what the ratio was made of: medians where it is their quotient, else every block", () => {
    const change = host.changes.steps[0] as Change;
    const made = (method: Change["method"]) =>
      calculation({ ...change, fromMs: 100, toMs: 55, ratio: 0.5, changePercent: -50, method });
    expect(made("bootstrap")[0]).toBe("55.000 ms ÷ 100.00 ms = 0.55000");
    expect(made("signed-rank")).toEqual(
      expect.arrayContaining(["ratio 0.50000", "the medians alone: 55.000 ms ÷ 100.00 ms = 0.55000"]),
    );
  });

  it("put rows under the size that they share", () => {
    const rows = texts(baselineTable(experiment(lab, "small-vs-large-n"), context));
    expect(rows[0]).toEqual(["[N = 1,000]"]);
    expect(rows[1]?.[0]).toBe("thread pool, 4 workers");
    expect(rows.filter(([head = ""]) => head.startsWith("[")).map(([head]) => head)).toEqual(
      ["1,000", "10,000", "100,000", "1,000,000", "10,000,000"].map((n) => `[N = ${n}]`),
    );
  });

  it("never give a ratio that rests on a failed cell", () => {
    const rows = texts(baselineTable(experiment(lab, "small-vs-large-n"), context));
    expect(rows.at(-1)).toEqual(["process pool, 4 workers", "–", "–", "–", "", "–", "no usable repeat"]);
  });

  it("count no verdict of a pair without a ratio", () => {
    const none = { ratio: null, verdict: "inconclusive", reason: "no-usable-trial" } as Change;
    expect(tally([none, none])).toBe("2 without a ratio.");
    expect(tally([{ ...none, ratio: 1.5, verdict: "slower" }, none])).toBe("1 slower, 1 without a ratio.");
  });

  it("count their verdicts in the caption", () => {
    const { changes } = experiment(lab, "workers");
    const count = (verdict: Change["verdict"]) =>
      changes.acrossStrategies.filter((change) => change.verdict === verdict).length;
    expect(tally(changes.acrossStrategies)).toContain(`${count("slower")} slower`);
    expect(acrossTable(experiment(lab, "workers"), context)?.caption).toContain(tally(changes.acrossStrategies));
  });

  it("fold away where they are long, and are absent where there is nothing to compare", () => {
    expect(baselineTable(experiment(lab, "workers"), context)?.fold).toBe("");
    expect(cpuTimeTable(experiment(lab, "process-vs-pool"), context)?.fold).toBe("All 14 rows");
    expect(stepsTable(experiment(lab, "small-vs-large-n"), context)).toBeNull();
  });
});

describe("all figures of combinations that a figure of their program compares", () => {
  const cells = [1, 2].map((workers) =>
    cell(
      { strategy: "command", workers },
      [500, 510, 520].map((ms) => ms / workers),
      [1, 1.1, 1.3].map((p99) => ({ figures: { p99: (p99 * 1e-9) / workers } })),
    ),
  );
  const timed = { id: "own", title: "Own", division: "tasks" as const, cells };
  const figure = { name: "p99", unit: "m", better: "lower" as const };
  const [of, ofTimes] = [{ ...timed, figure }, timed].map((one) =>
    experiment(analyseRun(makeRun({ experiments: [one] })), "own"),
  ) as [ExperimentAnalysis, ExperimentAnalysis];
  const made = cellsTable(of, context);
  const columnOf = (label: string) => {
    const index = made.columns.findIndex((one) => one.label === label);
    return texts(made).map((row) => row[index]);
  };

  it("have the time beside it", () => {
    expect(columnOf("median time")).toEqual(["510 ms", "255 ms"]);
    expect(cellsTable(ofTimes, context).columns.map(({ label }) => label)).not.toContain("median time");
  });

  it("keep their digits, those of spreads too, which are smaller", () => {
    expect(columnOf("median (m)")).toEqual(["1.10 × 10^−9", "5.50 × 10^−10"]);
    for (const { label } of made.columns.filter((one) => one.label.endsWith("(m)")))
      for (const text of columnOf(label)) expect(text, label).toMatch(/[1-9]\.\d\d × 10\^−\d+$/);
    const [first] = of.cells as [CellSummary];
    const large = { ...first, medianMs: 5_000, minMs: 4_999, maxMs: 5_001, sdMs: 0.1234 };
    const table = cellsTable({ ...of, cells: [large] }, context);
    const sd = table.columns.findIndex(({ label }) => label === "sd (m)");
    expect(texts(table)[0]?.[sd]).toBe("0.123");
  });
});

describe("in-cell bars", () => {
  const change = (changePercent: number | null, interval: [number, number] | null): Change => {
    const factors = { strategy: "a", workers: 1 };
    const rest = { method: null, n: 1, p: null, q: null, fromMs: 1, toMs: 1, verdict: "inconclusive" as const };
    return { from: factors, to: factors, ratio: 1, changePercent, interval, interval90: null, ...rest };
  };

  it("place half and twice the time equally far from no change, on one scale for all rows", () => {
    const draw = barScale([change(-50, null), change(100, null)]);
    const [half, twice] = [draw(change(-50, null)), draw(change(100, null))];
    const zero = Number(half?.zeroX);
    expect(half?.zeroX).toBe(twice?.zeroX);
    expect(Number(twice?.pointX) - zero).toBeCloseTo(zero - Number(half?.pointX), 0);
  });

  it("stay inside for any change and draw none where there is no ratio", () => {
    for (const percent of [-100, -99.9999, 0, 1e9, 1e300]) {
      const bar = barScale([change(percent, [percent, percent])])(change(percent, [percent, percent]));
      for (const x of [bar?.x1, bar?.x2, bar?.pointX, bar?.zeroX].map(Number)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(120);
      }
    }
    expect(barScale([change(null, null)])(change(null, null))).toBeNull();
  });
});

describe("tables of cells", () => {
  it("set real beside user and system time", () => {
    const rows = texts(cpuTimeTable(experiment(analyseRun(importedRun("list-append")), "list-append"), context));
    expect(rows[0]?.slice(1)).toEqual(["2.003", "1.838", "0.161", "1.00"]);
    expect(rows[2]?.slice(1)).toEqual(["0.540", "1.792", "0.269", "3.82"]);
  });

  it("have the memory of one process and the exit codes where a file of others has them", () => {
    const mib = 1_048_576;
    const run = (threads: string, peak: number, exit_codes: (number | null)[]) => ({
      ...{ command: `./sum --threads ${threads}`, times: [1, 1.1, 0.9], parameters: { threads } },
      ...{ memory_usage_byte: [peak * mib, peak * mib + 4_096, peak * mib], exit_codes },
    });
    const text = JSON.stringify({ results: [run("1", 50, [0, 0, 0]), run("2", 100, [0, 0, 3])] });
    const imported = importHyperfine({
      ...{ text, file: "mem.json", sha256: "0".repeat(64), now: new Date("2026-11-21T06:15:00Z") },
      map: new Map([["threads", "workers"]]),
    });
    const own = experiment(analyseRun(imported), "imported");
    const { columns, groups } = cellsTable(own, context);
    const at = columns.findIndex(({ label }) => label === "peak memory of one process");
    const rows = groups.flatMap((group) => group.rows);
    expect(rows.map(({ cells }) => cells[at - 1]?.text)).toEqual(["52.4 MB", "105 MB"]);
    expect(texts(failuresTable(own))).toEqual([["command, 2 workers", "2 of 3", "1 repeat: exit (exit code 3)"]]);
  });

  it("leave out columns that no cell can fill", () => {
    const labels = cellsTable(experiment(analyseRun(importedRun("cores-host")), "cores-host"), context).columns.map(
      ({ label }) => label,
    );
    expect(labels).toEqual(["combination", "median (s)", "repeats", "own speed-up", "efficiency", "of the ideal"]);
  });

  it("list failed cells with their reason, or are absent", () => {
    expect(texts(failuresTable(experiment(lab, "small-vs-large-n")))).toContainEqual([
      "process pool, 4 workers",
      "0 of 20",
      "20 repeats: out of memory (JavaScript heap out of memory)",
    ]);
    expect(failuresTable(experiment(lab, "workers"))).toBeNull();
  });
});

describe("the decision table", () => {
  it("names what to use for each question and size, with change, interval and verdict", () => {
    const rows = texts(adviceTable(lab));
    expect(rows[0]?.slice(0, 2)).toEqual(["More workers for the same 8 tasks", "4 workers (thread pool)"]);
    expect(rows[0]?.[5]).toBe("faster");
    expect(rows.some(([head]) => head === "A process for every task, or a pool: file write, 4 tasks")).toBe(true);
  });

  it("has the size that the question is about, however many sizes have findings", () => {
    const times = (ms: number) => Array.from({ length: 20 }, (_, block) => ms * (1 + (block % 5) / 100));
    const cells = [10, 20, 30, 40, 60, 80].flatMap((tasks) => [
      cell({ strategy: "sequential", workers: 1, tasks }, times(tasks * 10)),
      // The fewer the tasks, the larger the gain, and the more telling its finding.
      cell({ strategy: "pool", workers: 4, tasks }, times(tasks * (3 + tasks / 20))),
    ]);
    const files = { id: "files", title: "Files", division: "tasks" as const, cells };
    const alone = analyseRun(makeRun({ experiments: [files] }));
    expect(alone.experiments[0]?.findings.filter(({ id }) => id === "best-cell").length).toBeLessThan(6);
    expect(texts(adviceTable(alone))).toHaveLength(6);
    const many = analyseRun(
      makeRun({ experiments: Array.from({ length: 9 }, (_, at) => ({ ...files, id: `x${at}` })) }),
    );
    expect(texts(adviceTable(many)).map(([head]) => head)).toEqual(Array(9).fill("Files: 80 tasks"));
  });

  it("gives no verdict on a baseline that is named with its equals", () => {
    const cells = ["a", "b"].map((strategy, place) =>
      cell(
        { strategy, workers: 1 },
        [100, 107, 93, 104, 97].map((ms) => ms - place),
      ),
    );
    const [row] = texts(
      adviceTable(analyseRun(makeRun({ experiments: [{ id: "two", title: "Two", division: "tasks", cells }] }))),
    );
    expect(row?.slice(-3)).toEqual(["is the baseline", "–", "–"]);
  });

  it("describes instead of advising where there is one measurement each", () => {
    const table = adviceTable(analyseRun(importedRun("cores-host")));
    expect(table?.columns[1]?.label).toBe("least time");
    expect(table?.caption).toContain("not advice");
  });

  it("is absent without anything to decide", () => {
    expect(adviceTable(analyseRun(makeRun({ experiments: [] })))).toBeNull();
  });
});

describe("the table of ways against each other", () => {
  const programs = (names: readonly string[]) => {
    const cells = names.map((strategy, index) =>
      cell(
        { strategy, workers: 1 },
        [1, 2, 3].map((ms) => ms + index),
      ),
    );
    const [own] = labExperiments(3);
    if (own === undefined) throw new Error("no experiment");
    const [analysed] = analyseRun(makeRun({ experiments: [{ ...own, cells }] })).experiments;
    if (analysed === undefined) throw new Error("no analysis");
    return { all: acrossTable(analysed, context), further: furtherAcrossTable(analysed, context) };
  };

  it("is left out where the table against the baseline has all its pairs, as of two programs", () => {
    expect(programs(["quick", "merge"]).all).not.toBeNull();
    expect(programs(["quick", "merge"]).further).toBeNull();
    expect(programs(["quick", "merge", "heap"]).further).not.toBeNull();
  });
});

it("says where thresholds are not worked out, as worker counts are too many", () => {
  const counts = Array.from({ length: 290 }, (_, index) => index + 1);
  const cells = counts.map((workers) => cell({ strategy: "thread-pool", workers, tasks: 290 }, [1_000 / workers]));
  const few = [1, 2, 4].map((workers) => cell({ strategy: "process-pool", workers, tasks: 290 }, [1_000 / workers]));
  const run = makeRun({ experiments: [{ id: "many", title: "Many", division: "tasks", cells: [...few, ...cells] }] });
  const shown = thresholdsTable(experiment(analyseRun(run), "many"), context);
  expect(shown?.caption).toMatch(/gained\. Not worked out where worker counts or repeats are too many\.$/);
  const rows = texts(shown);
  expect(rows).toContainEqual(["Thread pool", "not worked out", "not worked out", "not worked out"]);
  expect(rows.find(([name]) => name === "Process pool")).not.toContain("not worked out");
  expect(thresholdsTable(experiment(lab, lab.experiments[0]?.id ?? ""), context)?.caption).not.toContain(
    "Not worked out",
  );
});
