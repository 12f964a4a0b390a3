import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { historyFindings } from "../../src/analysis/history/findings.js";
import type { FollowedSeries } from "../../src/analysis/history/follow.js";
import type { RunAnalysis } from "../../src/analysis/results/run-analysis.js";
import type { SelfTestResult } from "../../src/analysis/self-test/self-test.js";
import { compareRuns } from "../../src/analysis/two-runs/compare-runs.js";
import type { Io } from "../../src/cli/command.js";
import { changesTable } from "../../src/cli/print/changes-table.js";
import { cellRow, headLines } from "../../src/cli/print/run-text.js";
import { printSelfTest } from "../../src/cli/print/self-test-words.js";
import { messagesOf } from "../../src/cli/progress/plain-progress.js";
import type { Cell, Experiment, Run } from "../../src/record/schema/run-schema.js";
import type { ListedRun } from "../../src/report/archive/run-entry.js";
import { adviceTable } from "../../src/report/tables/advice.js";
import { cellsTable, failuresTable } from "../../src/report/tables/cells.js";
import { baselineTable } from "../../src/report/tables/changes.js";
import { runsTables } from "../../src/report/tables/runs.js";
import { scalingTable } from "../../src/report/tables/scaling.js";
import type { TableModel } from "../../src/report/tables/table.js";
import { formatDate } from "../../src/words/date.js";
import { cell, experiment, makeRun } from "../analysis/make-run.js";

// Every kind of number in the three places where it is read: the sentence of a finding, the cell of a table on a page, and
// the terminal. Each text is made by the code of its place, none of which may word a number in its own way.

const context = { root: "" };
const sequential = { strategy: "sequential", workers: 1, tasks: 8 };
const pool = (workers: number, more = {}) => ({ strategy: "thread-pool", workers, tasks: 8, ...more });

/** Milliseconds with halves among their last digits. */
const timeMs = fc.integer({ min: 20, max: 1_000_000 }).map((digits) => digits / 200);

interface Analysed {
  run: RunAnalysis;
  experiment: RunAnalysis["experiments"][number];
  findings: string;
}

function analysed(cells: Cell[], more: Partial<Experiment> = {}): Analysed {
  const run = analyseRun(makeRun([experiment(cells, more)]));
  const [only] = run.experiments;
  if (only === undefined) throw new Error("no experiment");
  return { run, experiment: only, findings: only.findings.map(({ text }) => text).join("\n") };
}

/** Texts of a column, from the top. */
function columnOf(table: TableModel | null | undefined, label: string): string[] {
  const place = table?.columns.findIndex((column) => column.label === label) ?? -1;
  if (!table || place < 0) throw new Error(`no column ${label}`);
  const rows = table.groups.flatMap((group) => group.rows);
  return rows.map(({ head, cells }) => [head, ...cells][place]?.text ?? "");
}

/** The last change against a baseline in the terminal: change, interval, n, verdict. */
function terminalChange({ experiment: { changes } }: Analysed): string[] {
  const [change] = changes.againstBaseline.slice(-1);
  if (change === undefined) throw new Error("no change");
  const line = changesTable([{ name: "cell", change }], Number.POSITIVE_INFINITY)
    .split("\n")
    .find((row) => row.startsWith("cell"));
  return (line ?? "").split(/ {2,}/).slice(1);
}

/** "−42.4 to −40.1 %" in words: "95 % interval 40.1 to 42.4 % less"; "−1.2 to +0.8 % (90 %)" as the 90 % interval. */
function inWords(figure: string): string {
  const [interval = "", level = "95 %"] = figure.replace(")", "").split(" (");
  return `${level} interval ${endsInWords(interval)}`;
}

function endsInWords(interval: string): string {
  const ends = interval.replace(" %", "").split(" to ");
  const [low = "", high = ""] = ends.map((end) => end.replace(/[+−]/, ""));
  const [below, above] = [ends[0]?.startsWith("−"), ends[1]?.startsWith("+")];
  if (below && above) return `${low} % less to ${high} % more`;
  if (above) return `${low} to ${high} % more`;
  return below ? `${high} to ${low} % less` : `${low} to ${high} %`;
}

async function printed(print: (io: Io) => Promise<void>): Promise<string> {
  let text = "";
  await print({ out: (part: string) => (text += part), columns: Number.POSITIVE_INFINITY } as unknown as Io);
  return text;
}

describe("one wording in a finding, on a page and in the terminal", () => {
  test("of percent, factor and time", () => {
    fc.assert(
      fc.property(timeMs, timeMs, (one, other) => {
        const [fast, slow] = [Math.min(one, other), Math.max(one, other)];
        const found = analysed([cell(sequential, [slow]), cell(pool(4), [fast])]);
        const [percent = ""] = columnOf(baselineTable(found.experiment, context), "change");
        expect(terminalChange(found)[0]).toBe(percent);
        const change = percent === "0.0 %" ? "the same time" : `${percent.replace("−", "")} less time`;
        expect(found.findings).toContain(change);

        const shown = found.experiment.cells.map(cellRow);
        const factors = columnOf(cellsTable(found.experiment, context), "speed-up");
        expect(shown.map((row) => row[5])).toEqual(factors);
        if (slow / fast > 1.01) expect(found.findings).toContain(`${factors.at(-1)} as fast`);

        const [time = ""] = columnOf(adviceTable(found.run), "median");
        expect(shown.map((row) => row[2])).toContain(time);
        expect(found.findings).toContain(time);
      }),
    );
  });

  test("of intervals, counts of trials and verdicts", () => {
    const noise = fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 12, maxLength: 24 });
    const phrases: Record<string, RegExp> = {
      faster: /[\d.,]+ % less time than/,
      slower: /more time|nothing tested is shown to be faster/,
      "equal within 3 %": /the same time .*within 3 %|nothing tested is shown to be faster/,
      "not enough evidence": /[Tt]here is not enough evidence of a change|below the smallest that counts/,
    };
    fc.assert(
      fc.property(noise, fc.integer({ min: -300, max: 300 }), (parts, shift) => {
        const times = parts.map((part) => 100 + part / 1000);
        const found = analysed([
          cell(
            pool(2),
            times.map((_, block) => 100 + (block % 3)),
          ),
          cell(
            pool(4),
            times.map((ms) => ms * (1 + shift / 3000)),
          ),
        ]);
        const table = baselineTable(found.experiment, context);
        const [, interval, n, words = ""] = terminalChange(found);
        const [verdict = ""] = words.split("; ");
        expect(columnOf(table, "95 % interval")).toEqual([interval]);
        expect(columnOf(table, "verdict")).toEqual([words]);
        expect(found.findings).toContain(inWords(interval ?? ""));
        expect(found.findings).toMatch(phrases[verdict] ?? /^$/);
        expect(columnOf(cellsTable(found.experiment, context), "repeats")).toEqual([n, n]);
      }),
      { numRuns: 60 },
    );
  });

  test("of shares", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 201, max: 1999 }), async (thousandths) => {
        const speedUp = thousandths / 1000;
        const cells = [
          cell(sequential, [100]),
          ...[1, 2, 4].map((w) => cell(pool(w), [w === 2 ? 100 / speedUp : 100])),
        ];
        const found = analysed(cells);
        const [, share = ""] = columnOf(scalingTable(found.experiment, context), "efficiency");
        expect(columnOf(cellsTable(found.experiment, context), "efficiency")).toContain(share);
        const figure = { percent: (speedUp / 2) * 100, interval: [0, (speedUp / 2) * 100] as [number, number] };
        const pair = {
          title: "",
          medianMs: 1,
          spreadPercent: 1,
          changePercent: 0,
          interval: [-1, 1],
          noisePercent: 1,
          noiseInterval: [0, 2],
        };
        const pairs = [{ ...pair, falseAlarms: figure, falseAlarmsWithFloor: figure, coverage: figure }];
        const result = { floorPercent: 1, comparisons: 1, blocks: 40, pairs } as unknown as SelfTestResult;
        const terminal = await printed((io) => printSelfTest({ result, plan: undefined, unfit: [] }, io));
        expect(terminal).toContain(`false alarms: ${share} (95 % interval 0.0 to ${share})`);
      }),
      { numRuns: 60 },
    );
  });

  test("of bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 2_000_000_000 }), (bytes) => {
        const memory = (peakPssBytes: number) => [{ peakPssBytes }];
        const each = { strategy: "process-per-task", tasks: 8 };
        const found = analysed([
          cell({ ...each, workers: 2, launch: "bounded" }, [100], memory(1_000_000)),
          cell({ ...each, workers: 8, launch: "all-at-once" }, [90], memory(bytes)),
        ]);
        const words = columnOf(cellsTable(found.experiment, context), "memory").at(-1) ?? "";
        expect(found.findings).toContain(`Memory peaks at ${words} against 1.00 MB in single measurements`);
        const withMemory = (id: string, memoryBytes: number): Run =>
          makeRun([experiment([cell(sequential, [1])])], { machine: { id, name: id, memoryBytes } });
        const { differences } = compareRuns(withMemory("a", bytes), withMemory("b", bytes + 64e9));
        expect(differences.find(({ what }) => what === "memory")?.a).toBe(words);
      }),
      { numRuns: 60 },
    );
  });

  test("of levels, in labels", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1001, max: 100_000_000 }), (n) => {
        const sizes = [10, n].flatMap((size) => [
          cell({ ...sequential, n: size }, [size + 200]),
          cell(pool(2, { n: size }), [100]),
        ]);
        const found = analysed(sizes);
        const [level = ""] = /N = [\d,]+$/.exec(found.experiment.cells.at(-1)?.label ?? "") ?? [];
        expect(level.replaceAll(",", "")).toBe(`N = ${n}`);
        expect(found.findings).toContain(level);
        expect(baselineTable(found.experiment, context)?.groups.map(({ title }) => title)).toContain(level);
        expect(found.experiment.cells.map(cellRow).some(([label]) => label?.includes(level))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.each([1, 2, 1200])("of a count with its noun: %i", (count) => {
    const failing = Array.from({ length: count }, () => null);
    const found = analysed([cell(sequential, [1]), cell(pool(2), failing)]);
    const words = `${count === 1200 ? "1,200" : count} repeat${count === 1 ? "" : "s"}`;
    expect(found.findings).toContain(`${words}): out of memory`);
    expect(columnOf(failuresTable(found.experiment), "what happened")).toEqual([`${words}: out of memory`]);
    const planned = { kind: "planned", cells: count, blocks: count, expectedMs: null } as const;
    expect(messagesOf(planned)[0]).toBe(`${words.replace("repeat", "combination")}, ${words}`);
  });

  test("of dates", () => {
    const moments = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (date) => {
        const startedAt = date.toISOString();
        const run = makeRun([experiment([cell(sequential, [1])])], { startedAt });
        const listed = { run, analysis: analyseRun(run), line: { runs: [run], broken: null } } as unknown as ListedRun;
        const [table] = runsTables({ entries: [listed], count: 1, root: "", by: "machine" });
        const [words = ""] = columnOf(table, "recorded");
        expect(headLines(run, "").join("\n")).toContain(`recorded  ${words}`);
        const change = { first: { run }, after: { runs: 4 }, interval: [19, 21], changePercent: 20, beside: [] };
        const series = { points: [] };
        const followed = {
          series,
          changes: [{ ...change, confirmed: null }],
          drifts: [],
          values: {},
        } as unknown as FollowedSeries;
        expect(historyFindings(followed)[0]?.text).toContain(`more time since ${words.split(",")[0]}. `);
        expect(words).toBe(formatDate(startedAt));
      }),
    );
  });
});
