import { describe, expect, it } from "vitest";
import { cellKeys } from "../../../src/analysis/cells/cell-keys.js";
import type { Cell, Run } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { median } from "../../../src/stats/median.js";
import { versionsRun } from "../../analysis/versions/simulated.js";
import { labExperiments, makeRun, workersExperiment } from "../sample-runs.js";
import { blocksOf, sentencesOf, wholeDraft } from "./drafts.js";

/** Every figure of a write-up's own sentences, computed again from the trials. */
const BLOCKS = 12;
const run = makeRun({ experiments: [workersExperiment(BLOCKS)] });
const cells = run.experiments[0]?.cells ?? [];
const CORES = 4;

function cell(strategy: string, workers: number, of: readonly Cell[] = cells): Cell {
  const found = of.find(({ factors }) => factors.strategy === strategy && factors.workers === workers);
  if (found === undefined) throw new Error(`no cell ${strategy} ${workers}`);
  return found;
}

function walls({ trials }: Cell): number[] {
  return trials.map(({ wallMs }) => wallMs as number);
}

/** Hodges and Lehmann's estimate over the blocks: the mid value of all means of two log ratios. */
function speedUp(strategy: string, workers: number): number {
  const [base, here] = [walls(cell("sequential", 1)), walls(cell(strategy, workers))];
  const logs = here.map((ms, block) => Math.log((base[block] as number) / ms));
  const means = logs.flatMap((a, i) => logs.slice(i).map((b) => (a + b) / 2));
  return Math.exp(median(means));
}

const three = (figure: number) => Number(figure.toPrecision(3));
const numbersIn = (text: string) =>
  [...text.replaceAll(",", "").matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number));

describe("the written text of one experiment", async () => {
  const writeUp = await wholeDraft(run);
  const sentences = sentencesOf(writeUp);
  const one = (part: string) => {
    const found = sentences.filter((text) => text.includes(part));
    expect(found, part).toHaveLength(1);
    return found[0] as string;
  };

  it("counts cells, trials and blocks", () => {
    const trials = cells.reduce((sum, { trials: own }) => sum + own.length, 0);
    expect(one("The run holds")).toContain(`${cells.length} combinations and ${trials} trials. `);
    expect(one("The run holds")).toContain(`${BLOCKS} repeats each`);
    expect(one("The run holds")).toContain(`(seed ${run.seed})`);
    const recorded = blocksOf(writeUp, "table").find(({ id }) => id === "table-recorded");
    expect(recorded?.table.groups[0]?.rows[0]?.cells.map(({ text }) => text)).toEqual([
      "random loop, 8 tasks, N = 5,200,000",
      "strategy: sequential, thread pool, process pool; workers: 1, 2, 4, 6, 8",
      String(cells.length),
      String(trials),
    ]);
  });

  it("predicts no gain for threads of Python that compute, unless they share no lock", async () => {
    const experiment = workersExperiment(BLOCKS);
    const inPython = experiment.cells.map((one) => ({
      ...one,
      factors: { ...one.factors, more: { runtime: "python" } },
    }));
    const interpreter = { runtime: "python", version: "3.13.1", implementation: "CPython", startMethod: "fork" };
    const predicted = async (freeThreaded: boolean) => {
      const software = { ...run.software, interpreters: [{ ...interpreter, freeThreaded }] };
      const recorded = { ...makeRun({ experiments: [{ ...experiment, cells: inPython }] }), software };
      return sentencesOf(await wholeDraft(recorded)).join(" ");
    };
    const words = "Threads of Python share a lock that lets one of them compute at a time: theirs should not gain.";
    expect(await predicted(false)).toContain(words);
    expect(await predicted(true)).not.toContain(words);
    expect(sentences.join(" ")).not.toContain(words);
  });

  it("predicts by rounds and cores", () => {
    const workers = [1, 2, 4, 6, 8];
    const rounds = workers.map((count) => Math.ceil(8 / count));
    const allowed = rounds.map((count) => 8 / count);
    const most = Math.max(...rounds.map((count) => 8 / Math.max(count, 8 / CORES)));
    expect(numbersIn(one("take 8"))).toEqual([8, 8, ...workers, ...rounds, ...allowed, 1, CORES, most]);
  });

  it("says what Amdahl's law would allow, as an example", () => {
    const text = one("Amdahl's law");
    expect(numbersIn(text.slice(text.indexOf("Were s")))).toEqual([5, three(1 / (0.05 + 0.95 / CORES)), CORES, 20]);
  });

  it("sets the largest speed-up beside theory, with its interval", () => {
    const all = ["thread-pool", "process-pool"].flatMap((strategy) =>
      [1, 2, 4, 6, 8].map((workers) => ({ strategy, workers, value: speedUp(strategy, workers) })),
    );
    const best = all.reduce((most, next) => (next.value > most.value ? next : most));
    const ideal = 8 / Math.max(Math.ceil(8 / best.workers), 8 / CORES);
    const written = one("The largest speed-up that was measured against sequential, ");
    const text = written.slice(written.indexOf("The largest speed-up"));
    expect(text).toContain(`is that of ${best.strategy.replace("-", " ")}, ${best.workers} workers; rounds`);
    const [found, low, high, , theory, share] = numbersIn(text.replace("95 %", ""));
    expect(found).toBe(three(best.value));
    expect(theory).toBe(ideal);
    expect(share).toBe(Math.round((best.value / ideal) * 100));
    const base = walls(cell("sequential", 1));
    const logs = walls(cell(best.strategy, best.workers)).map((ms, block) => Math.log((base[block] as number) / ms));
    const [interval = [0, 0]] = hodgesLehmann(logs, [0.95]).intervals;
    const ends = interval.map((end) => three(Math.exp(end)));
    expect([low, high]).toEqual(ends);
  });

  it("fills the table of theory from rounds, cores and times", () => {
    const theory = blocksOf(writeUp, "table").find(({ id }) => id.endsWith("-theory"))?.table;
    const rows = (theory?.groups ?? []).flatMap(({ title, rows: own }) =>
      own.map(({ head, cells: shown }) => [title, head.text, ...shown.map(({ text }) => text)]),
    );
    expect(rows).toHaveLength(10);
    for (const [title = "", head = "", byRounds, byCores, amdahl = "", ...rest] of rows) {
      const workers = Number.parseInt(head, 10);
      const strategy = title.toLowerCase().replace(" ", "-");
      const rounds = Math.ceil(8 / workers);
      const ideal = 8 / Math.max(rounds, 8 / CORES);
      expect(numbersIn(`${byRounds} ${byCores}`)).toEqual([8 / rounds, ideal]);
      expect(numbersIn(amdahl)).toEqual([three(1 / (0.05 + 0.95 / ideal))]);
      const [measured = "", share = ""] = rest.slice(-2);
      expect(numbersIn(measured)[0]).toBe(three(speedUp(strategy, workers)));
      expect(numbersIn(share)).toEqual([Number(((speedUp(strategy, workers) / ideal) * 100).toFixed(1))]);
    }
  });

  it("asks below the figures about what the figures show", () => {
    const questions = new Map(blocksOf(writeUp, "figure").map(({ id, question }) => [id, question]));
    const medians = cells.map((one) => ({ ...one.factors, ms: median(walls(one)) }));
    const sorted = medians.toSorted((a, b) => a.ms - b.ms);
    const [least, most] = [sorted[0], sorted.at(-1)];
    const total = questions.get("figure-workers-total-time") ?? "";
    expect(numbersIn(total)).toContain(three((most?.ms ?? 0) / (least?.ms ?? 1)));
    expect(questions.get("figure-workers-speed-up")).toMatch(
      /Where does the rest go\?$|How can that be\?$|Which losses must be small, then\?$/,
    );
    expect(questions.get("figure-workers-time-vs-workers")).toMatch(
      /^(?:Thread|Process) pool gains clearly up to 4 workers; with 6 /,
    );
  });

  it("says below every figure of how many trials it is", () => {
    for (const { caption } of blocksOf(writeUp, "figure")) {
      expect(caption).toMatch(
        new RegExp(`\\b${BLOCKS} (?:trial|repeat)s?\\b|\\bone (?:trial|repeat|measurement)\\b`, "i"),
      );
    }
  });
});

describe("the written text of several experiments", async () => {
  const lab: Run = makeRun({ experiments: labExperiments(BLOCKS) });
  const writeUp = await wholeDraft(lab);

  it("numbers its own figures of every experiment", () => {
    const figures = blocksOf(writeUp, "figure").map(({ id }) => id);
    for (const { id } of lab.experiments)
      expect(figures.some((figure) => figure.startsWith(`figure-${id}-`))).toBe(true);
    expect(lab.experiments.map(({ cells: own }) => cellKeys(own.map(({ factors }) => factors)).length)).toEqual([
      11, 14, 8, 15,
    ]);
  });

  it("says where the gap closes with N, and only where the intervals part", () => {
    const question = blocksOf(writeUp, "figure").find(({ id }) => id === "figure-small-vs-large-n-crossover")?.question;
    expect(question).toBe(
      "Thread pool does better against its baseline from N = 1,000 to N = 10,000,000. Which of its costs do not grow with N?",
    );
  });

  it("leaves out as many trials as failed", () => {
    const trials = lab.experiments.flatMap(({ cells: own }) => own.flatMap((one) => one.trials));
    const failed = trials.filter(({ status }) => status !== "ok").length;
    expect(failed).toBe(BLOCKS);
    expect(sentencesOf(writeUp).find((text) => text.startsWith("The run holds"))).toContain(
      `${trials.length} trials, of which ${failed} did not finish`,
    );
  });
});

it("of two versions it says how they were compared, and nothing of the twin but what it is for", async () => {
  const twinEffect = ({ workers }: { workers: number }) => (workers > 1 ? 0.8 : 1);
  const text = sentencesOf(await wholeDraft(versionsRun({ workers: [1, 4], twinEffect }))).join(" ");
  expect(text).toContain(
    "The versions, before and after, are compared within blocks. The twin, before again, is before once more",
  );
  expect(text).toContain(" compares both versions.");
  expect(text).toMatch(/The largest speed-up .* is that of 4 workers, (?:before|after);/);
});
