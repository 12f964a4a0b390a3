import { describe, expect, test } from "vitest";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { controlBeside, controlBetween, controlTimes } from "../../../src/analysis/two-runs/control-cell.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment, makeRun } from "../make-run.js";

const MACHINE = { id: "m-2", name: "two cores", cpuModel: "Example CPU" };

interface Hour {
  seed: number;
  /** How much slower the machine is in this hour. */
  mood?: number;
  /** How much heavier the program is. */
  heavier?: number;
  blocks?: number;
  controlNoise?: number;
}

/** A run on a machine whose mood bears on cell and control cell alike, block by block. */
function recorded({ seed, mood = 1, heavier = 1, blocks = 20, controlNoise = 0.02 }: Hour): Run {
  const random = seededRandom(seed);
  const times: number[] = [];
  const trials = Array.from({ length: blocks }, (_, block) => {
    const now = mood * Math.exp(0.08 * gaussian(random));
    times.push(100 * heavier * now * Math.exp(0.02 * gaussian(random)));
    return { block, position: 0, wallMs: 25 * now * Math.exp(controlNoise * gaussian(random)) };
  });
  const run = makeRun([experiment([cell({ strategy: "sequential", workers: 1, tasks: 1 }, times)])], {
    id: `20261121t061500z-lab-${String(seed).padStart(6, "0")}`,
    machine: MACHINE,
  });
  return { ...run, control: { workload: "random-loop", n: 1e7, trials } };
}

const verdict = (a: Run, b: Run, byControl: boolean) => compareRuns(a, b, { byControl }).cells[0]?.verdict;

describe("dividing by the control cell", () => {
  test("removes the hour and keeps the program's change", () => {
    const [before, slowHour] = [recorded({ seed: 1 }), recorded({ seed: 2, mood: 1.3 })];
    expect(verdict(before, slowHour, false)).toBe("slower");
    expect(verdict(before, slowHour, true)).toBe("same");
    const fastHour = recorded({ seed: 3, mood: 1 / 1.2, heavier: 1.2 });
    expect(verdict(before, fastHour, false)).not.toBe("slower");
    const found = compareRuns(before, fastHour, { byControl: true }).cells[0];
    expect(found?.verdict).toBe("slower");
    expect(found?.changePercent).toBeGreaterThan(17);
    expect(found?.changePercent).toBeLessThan(23);
  });

  test("is seldom wrong where only the hour differs, and finds 20 % every time", () => {
    const rounds = 200;
    const hours = seededRandom(5);
    let [alarms, found, alarmsAsTimed] = [0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const mood = () => Math.exp(0.1 * gaussian(hours));
      const before = recorded({ seed: 3 * round + 100, mood: mood() });
      const same = recorded({ seed: 3 * round + 101, mood: mood() });
      const heavier = recorded({ seed: 3 * round + 102, mood: mood(), heavier: 1.2 });
      const gate = { byControl: true, floorPercent: 5, atMostQ: 0.01 };
      const changed = (b: Run, options = gate) =>
        ["slower", "faster"].includes(compareRuns(before, b, options).cells[0]?.verdict ?? "");
      if (changed(same)) alarms++;
      if (changed(same, { ...gate, byControl: false })) alarmsAsTimed++;
      if (changed(heavier)) found++;
    }
    expect(alarms).toBeLessThanOrEqual(4);
    expect(found).toBe(rounds);
    expect(alarmsAsTimed).toBeGreaterThan(rounds / 4);
  });

  test("carries the noise of the control cell along: a noisy one widens the interval", () => {
    const width = (controlNoise: number) => {
      const [a, b] = [recorded({ seed: 11, controlNoise }), recorded({ seed: 12, controlNoise })];
      const [low, high] = compareRuns(a, b, { byControl: true }).cells[0]?.interval ?? [0, 0];
      return high - low;
    };
    expect(width(0.2)).toBeGreaterThan(3 * width(0.02));
  });

  test("gives the change of the quotients' medians", () => {
    const [a, b] = [recorded({ seed: 21 }), recorded({ seed: 22, mood: 1.1 })];
    const quotients = ({ experiments, control }: Run) =>
      (experiments[0]?.cells[0]?.trials ?? [])
        .map(({ wallMs }, block) => (wallMs as number) / (control?.trials[block]?.wallMs as number))
        .sort((x, y) => x - y);
    const middle = (sorted: number[]) => ((sorted[9] as number) + (sorted[10] as number)) / 2;
    const ratio = compareRuns(a, b, { byControl: true }).cells[0]?.ratio as number;
    expect(ratio).toBeCloseTo(middle(quotients(b)) / middle(quotients(a)), 9);
  });

  test.each<[string, (run: Run) => Run, RegExp | null]>([
    [
      "of another size",
      (run) => ({ ...run, control: { workload: "random-loop", n: 5, trials: run.control?.trials ?? [] } }),
      /work is not the same/,
    ],
    ["on another Node", (run) => ({ ...run, software: { ...run.software, node: "22.1.0" } }), /Node is not the same/],
    ["on another machine", (run) => ({ ...run, machine: { ...run.machine, id: "m-9" } }), /machines are not/],
    ["in too few blocks", () => recorded({ seed: 2, blocks: 9 }), /in 9 repeats/],
    ["in one block", () => recorded({ seed: 2, blocks: 1 }), /in 1 repeat of one/],
    ["in no block", ({ control: _, ...run }) => run, /only one of the runs has it/],
    ["that failed", (run) => ({ ...run, control: { workload: "random-loop", n: 1e7, trials: [] } }), /in 0 repeats/],
  ])("is not done with one %s, and says so", (_, change, why) => {
    const [a, b] = [recorded({ seed: 1 }), change(recorded({ seed: 2, mood: 1.3 }))];
    const between = controlBetween(a, b);
    expect(between?.pair).toBeNull();
    expect(between?.comparison.whyNot).toMatch(why as RegExp);
    const comparison = compareRuns(a, b, { byControl: true });
    expect(comparison.control?.used).toBe(false);
    expect(comparison.cells[0]?.ratio).toBe(compareRuns(a, b).cells[0]?.ratio);
  });

  test("goes by the nearest control times before and after a trial in its block", () => {
    const trial = (block: number, position: number, wallMs: number | null) => ({ block, position, wallMs });
    const trials = [trial(0, 0, 20), trial(0, 2, 80), trial(0, 5, null), trial(1, 3, 50)];
    const control = { workload: "random-loop", n: 1, trials };
    const beside = controlBeside(control);
    expect(beside({ block: 0, position: 1, wallMs: 1 })).toBeCloseTo(40, 9);
    expect(beside({ block: 0, position: 2, wallMs: 1 })).toBeCloseTo(80, 9);
    expect(beside({ block: 1, position: 0, wallMs: 1 })).toBeCloseTo(50, 9);
    expect(beside({ block: 2, position: 0, wallMs: 1 })).toBeNull();
    const [first, second, ...more] = controlTimes(control);
    expect(first?.wallMs).toBeCloseTo(40, 9);
    expect(second?.block).toBe(1);
    expect(second?.wallMs).toBeCloseTo(50, 9);
    expect(more).toEqual([]);
  });

  test("is said in a sentence; runs without a control cell say nothing of it", () => {
    const [a, b] = [recorded({ seed: 1 }), recorded({ seed: 2, mood: 1.3 })];
    const sentence = (byControl: boolean) =>
      compareRuns(a, b, { byControl }).findings.find(({ id }) => id === "control")?.text;
    expect(sentence(true)).toMatch(
      /the same small work takes \d+\.\d % more time\. .*the control cell.*Every ratio here is divided/,
    );
    expect(sentence(false)).toContain("The ratios here are not divided by it");
    const plain = ({ control: _, ...run }: Run) => run;
    const without = compareRuns(plain(a), plain(b), { byControl: true });
    expect(without.control).toBeNull();
    expect(without.findings.some(({ id }) => id === "control")).toBe(false);
  });
});
