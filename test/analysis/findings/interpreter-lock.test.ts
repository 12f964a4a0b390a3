import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answerOf } from "../../../src/analysis/answer/answer.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { CPU_BOUND, noisyTimes } from "../sample-run.js";
import { again, found } from "./find.js";

type Times = [sequential: number, threads: number, processes: number];

const STRATEGIES = ["sequential", "thread-per-task", "process-per-task"];

/** Four tasks, in Python and where given in Node; `blocks` blocks whose times differ by some percent. */
function recorded(
  times: { python: Times; node?: Times },
  { blocks = 20, freeThreaded = false, bound = "cpu" } = {},
): Run {
  const noisy = noisyTimes(5, blocks);
  const cells = Object.entries(times).flatMap(([runtime, typical]) =>
    STRATEGIES.map((strategy, index) =>
      cell(
        { strategy, workers: index === 0 ? 1 : 2, tasks: 4, n: runtime === "node" ? 1e6 : 5e4, more: { runtime } },
        noisy(typical[index] ?? 0),
        Array.from({ length: blocks }, () => ({ userMs: 800, sysMs: 10 })),
      ),
    ),
  );
  const interpreter = { runtime: "python", version: "3.11.7", implementation: "CPython", startMethod: "fork" };
  return makeRun(
    [experiment(cells, { workloads: bound === "cpu" ? CPU_BOUND : { work: { title: "w", bound: "wait" } } })],
    {
      software: {
        tool: { name: "scalebook", version: "0.1.0" },
        node: "20.20.2",
        interpreters: [{ ...interpreter, freeThreaded }],
      },
    },
  );
}

function sides(run: Run, runtime: string) {
  const [sequential, threads, processes] = (run.experiments[0]?.cells ?? []).filter(
    ({ factors }) => factors.more?.runtime === runtime,
  );
  if (sequential === undefined || threads === undefined || processes === undefined) throw new Error("no such cells");
  return { threads: again(sequential, threads), processes: again(sequential, processes) };
}

describe("the lock of the interpreter", () => {
  const locked = recorded({ python: [850, 880, 440], node: [850, 470, 500] });

  test("is named where threads gain nothing and processes do, with the figures of both and of Node's threads", () => {
    const [finding] = found(locked, "interpreter-lock");
    const python = sides(locked, "python");
    const node = sides(locked, "node");
    expect(finding?.headline).toBe(
      `Python's threads do not speed up computing, its processes do: ${python.processes.times}; Node's threads ${node.threads.times}`,
    );
    expect(finding?.detail).toContain(`95 % interval ${python.processes.interval} less; 20 repeats`);
    expect(finding?.detail).toContain(`95 % interval ${node.threads.interval} less; 20 repeats`);
    expect(finding?.detail).toMatch(/Thread per task, 2 workers, .*Python against sequential/);
    expect(finding?.detail).toMatch(/Thread per task, 2 workers, .*Node against sequential/);
    expect(finding?.detail).toMatch(/User and system time together: .*sequential.* 810 ms, .*threads?.* 810 ms/);
    expect(finding?.detail).toMatch(/global interpreter lock, and every process has its own\.$/);
  });

  test("opens the experiment", () => {
    const [analysed] = analyseRun(locked).experiments;
    expect(analysed && answerOf(analysed).use).toMatch(/^Python's threads do not speed up computing/);
  });

  test("is not named for an interpreter without one, nor where processes gain nothing either", () => {
    for (const run of [
      recorded({ python: [850, 880, 440] }, { freeThreaded: true }),
      recorded({ python: [850, 880, 860] }),
    ]) {
      const [finding] = found(run, "interpreter-lock");
      expect(finding?.headline).toMatch(/^Python's threads do not speed up computing/);
      expect(finding?.detail).not.toContain("lock");
    }
  });

  test("is told for each of several interpreters, whose threads and processes are held against its own sequential", () => {
    const [one, free] = [recorded({ python: [850, 880, 440] }), recorded({ python: [1000, 500, 520] })];
    const of = (run: Run, interpreter: string) =>
      (run.experiments[0]?.cells ?? []).map((own) => ({
        ...own,
        factors: { ...own.factors, more: { ...own.factors.more, interpreter } },
      }));
    const programs = ["3.11.7", "3.13.1t"].map((version) => ({
      ...{ runtime: "python", implementation: "CPython", startMethod: "fork" },
      ...{ version, freeThreaded: version.endsWith("t") },
    }));
    const both = makeRun([experiment([...of(one, "3.11.7"), ...of(free, "3.13.1t")], { workloads: CPU_BOUND })], {
      software: { tool: { name: "scalebook", version: "0.1.0" }, node: "20.20.2", interpreters: programs },
    });
    const { processes } = sides(one, "python");
    const { threads, processes: others } = sides(free, "python");
    const findings = found(both, "interpreter-lock");
    expect(findings.map(({ headline }) => headline).toSorted()).toEqual([
      `Python 3.11.7's threads do not speed up computing, its processes do: ${processes.times}`,
      `Python 3.13.1t's threads make computing ${threads.times} as fast, processes ${others.times}`,
    ]);
    expect(findings.map(({ detail }) => /global interpreter lock/.test(detail)).toSorted()).toEqual([false, true]);
  });

  test("does not rest on a single thread, even where that is the fastest", () => {
    const run = recorded({ python: [850, 880, 440] });
    const [own] = run.experiments;
    const [sequential] = own?.cells ?? [];
    if (own === undefined || sequential === undefined) throw new Error("no cells");
    const alone = { ...sequential, factors: { ...sequential.factors, strategy: "thread-per-task" } };
    const more = { ...run, experiments: [{ ...own, cells: [...own.cells, alone] }] };
    expect(found(more, "interpreter-lock")[0]?.detail).toContain("Thread per task, 2 workers against sequential");
  });

  test("is nothing where threads gain", () => {
    const run = recorded({ python: [850, 430, 440] }, { freeThreaded: true });
    const { threads, processes } = sides(run, "python");
    expect(found(run, "interpreter-lock")[0]?.headline).toBe(
      `Python's threads make computing ${threads.times} as fast, processes ${processes.times}`,
    );
  });

  test("says how little threads can gain at most, where noise leaves open whether they gain at all", () => {
    const run = recorded({ python: [850, 850, 440] }, { blocks: 3 });
    const [finding] = found(run, "interpreter-lock");
    const { processes } = sides(run, "python");
    const [threads] = finding?.evidence.changes ?? [];
    expect(threads?.verdict).toBe("inconclusive");
    const most = (1 / (1 + (threads?.interval?.[0] ?? 0) / 100)).toFixed(2);
    expect(finding?.headline).toBe(
      `Python's threads make computing ${most}× as fast at most, its processes ${processes.times}`,
    );
    expect(finding?.detail).toContain("global interpreter lock");
  });

  test("is left open where threads are not decided", () => {
    const run = recorded({ python: [850, 851, 440] }, { blocks: 2 });
    const [finding] = found(run, "interpreter-lock");
    expect(finding?.headline).toMatch(/^Whether Python's threads speed up computing is open/);
    expect(finding?.detail).not.toContain("lock");
  });

  test("says what processes do where threads are open", () => {
    const run = recorded({ python: [850, 852, 440] });
    const threads = run.experiments[0]?.cells[1];
    threads?.trials.forEach((trial, index) => {
      if (trial.wallMs !== null) trial.wallMs *= 1 + (index % 2 === 0 ? 0.4 : -0.4);
    });
    expect(found(run, "interpreter-lock")[0]?.headline).toBe(
      `Whether Python's threads speed up computing is open; its processes do: ${sides(run, "python").processes.times}`,
    );
  });

  test("is not looked for in work that waits, nor without Python", () => {
    expect(found(recorded({ python: [850, 880, 440] }, { bound: "wait" }), "interpreter-lock")).toEqual([]);
    const { experiments } = recorded({ python: [1, 1, 1], node: [850, 880, 440] });
    const cells = experiments[0]?.cells.filter(({ factors }) => factors.more?.runtime === "node") ?? [];
    expect(found(makeRun([experiment(cells, { workloads: CPU_BOUND })]), "interpreter-lock")).toEqual([]);
  });
});
