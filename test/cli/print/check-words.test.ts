import { describe, expect, test } from "vitest";
import { checkRun } from "../../../src/analysis/two-runs/check.js";
import { checkMarkdown } from "../../../src/cli/print/check-markdown.js";
import { checkRows, checkSentences, type ShownCheck } from "../../../src/cli/print/check-words.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { runsFrom } from "../../analysis/history/days.js";
import { equalRuns } from "../../analysis/lab.js";

function shown(reference: Run, run: Run): ShownCheck {
  const check = checkRun(reference, run);
  const failing = check.comparison.cells.filter(({ outcome }) => outcome === "slower" || outcome === "fails");
  return { check, as: "given", failing, notes: [] };
}

/** Every trial of the cells waits for a core so much of its time. */
function waiting(run: Run, share: number): Run {
  const experiments = run.experiments.map((own) => ({
    ...own,
    cells: own.cells.map((cell) => ({
      ...cell,
      trials: cell.trials.map((trial) => ({ ...trial, queueWaitMs: share * (trial.wallMs ?? 0) })),
    })),
  }));
  return { ...run, experiments, machine: { ...run.machine, availableParallelism: 2 } };
}

describe("the words of a check", () => {
  const [before, after] = runsFrom([{ control: true }, { control: true, heavier: 1.3, mood: 1.2 }]) as [Run, Run];

  test("give the largest change as divided by the control cell and as timed", () => {
    const it = shown(before, after);
    const [cell] = it.check.comparison.cells;
    const [divided, asTimed] = [cell?.changePercent ?? 0, cell?.undividedPercent ?? 0];
    expect(Math.abs(divided - 30)).toBeLessThan(3);
    expect(Math.abs(asTimed - 56)).toBeLessThan(4);
    expect((cell?.undividedInterval?.[0] ?? 0) < asTimed && asTimed < (cell?.undividedInterval?.[1] ?? 0)).toBe(true);
    const words = checkSentences(it).join("\n");
    expect(words).toContain(`takes ${divided.toFixed(1)} % more time (`);
    expect(words).toContain(`and as timed ${asTimed.toFixed(1)} % more; 95 % interval `);
    const { heads, rows } = checkRows(it);
    expect(rows[0]?.[heads.findIndex(({ head }) => head === "as timed")]).toBe(`+${asTimed.toFixed(1)} %`);
  });

  test("say of an undecided cell whose interval leaves out 0 % that this is no verdict", () => {
    const explained = [equalRuns(), [before, after] as const].map((runs) => {
      const it = shown(...runs);
      const isBeside = it.check.comparison.cells.some(
        ({ outcome, interval }) => outcome === "undecided" && interval && (interval[0] > 0 || interval[1] < 0),
      );
      expect(checkSentences(it).some((one) => one.startsWith("An interval without 0 % is no verdict yet"))).toBe(
        isBeside,
      );
      return isBeside;
    });
    expect(explained).toEqual([true, false]);
  });

  test("say that something else used the machine, and give no verdict where that is most trials", () => {
    const lost = shown(before, waiting(after, 0.4));
    expect(checkSentences(lost)).toEqual([
      "Of 1 combination: 1 without a verdict. A change counts from 2 % on.",
      "Something else used the machine during 10 of 10 trials of the run. Where that is most of them, no verdict is given (1 combination).",
      expect.stringMatching(/^Divided by the control cell/),
      "No verdict: most trials were disturbed; record again when the machine is idle.",
    ]);
    expect(checkMarkdown(lost)).toMatch(/^### Scalebook check gives no verdict\n/);
    expect(checkRows(lost).rows[0]?.at(-1)).toBe("disturbed: no verdict");
    expect(checkSentences(shown(before, waiting(after, 0))).join()).not.toContain("Something else");
  });
});
