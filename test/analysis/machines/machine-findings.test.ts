import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { choicesOf, questionsOf } from "../../../src/analysis/machines/choices.js";
import { likeMachines } from "../../../src/analysis/machines/like-machines.js";
import { machineFindings } from "../../../src/analysis/machines/machine-findings.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { geometricMean } from "../../../src/stats/geometric-mean.js";
import { keepsLimits } from "../../../src/words/headline.js";
import { multiple } from "../../../src/words/number.js";
import { plainPercent } from "../../../src/words/percent.js";
import { classRuns, machineRunOf } from "./simulated.js";

function said(runs: readonly Run[]) {
  const machines = runs.map(machineRunOf);
  const choices = machines.map((run, index) => ({ run, choices: choicesOf(analyseRun(runs[index] as Run)) }));
  const [question = null] = questionsOf(choices);
  const like = likeMachines(machines);
  const findings = machineFindings(question, like);
  for (const { headline } of findings) expect(keepsLimits(headline), headline).toBe(true);
  const find = (id: string) => findings.find((one) => one.id === id);
  return {
    like,
    find,
    advice: runs.map((run) => analyseRun(run).experiments[0]?.advice),
    analyses: runs.map((run) => analyseRun(run)),
  };
}

/** Two of seven machines have two cores. */
const twoCores = (machine: number, workers: number) => (machine >= 5 && workers > 2 ? 2.2 : 1);
const mixed = classRuns({
  machines: 7,
  seed: 5,
  factor: twoCores,
  machineOf: (machine) => (machine >= 5 ? { cpuModel: "Small CPU", availableParallelism: 2 } : {}),
});

describe("what is best on how many machines", () => {
  it("counts the machines whose own advice it is", () => {
    const { find, advice } = said(mixed);
    const count = advice.filter((one) => one?.workers === 4).length;
    expect(count).toBe(5);
    expect(find("choice")?.headline).toBe(`On ${count} of 7 machines 4 workers of the thread pool are best`);
    expect(find("choice")?.detail).toContain(
      `Best elsewhere: 2 workers of the thread pool on ${advice.filter((one) => one?.workers === 2).length}.`,
    );
    const open = advice.filter((one) => one?.tiedKeys.some((key) => key.includes("workers=4"))).length;
    expect(find("choice")?.detail).toContain(
      `on ${open} of 7, nothing is clearly better than 4 workers of the thread pool`,
    );
  });

  it("leaves a machine that measured once out where others did more often, and says so", () => {
    const once = classRuns({ machines: 1, seed: 1, blocks: 1, machineOf: () => ({ id: "cut", name: "cut" }) });
    const { find } = said([...classRuns({ machines: 3, seed: 1 }), ...once]);
    expect(find("choice")?.headline).toBe("On all 3 machines 4 workers of the thread pool are best");
    expect(find("choice")?.detail).toContain("1 further machine measured once, which is no advice.");
    const all = said(classRuns({ machines: 3, seed: 1, blocks: 1 })).find("choice");
    expect(all?.headline).toMatch(/fastest, measured once$/);
    expect(all?.detail).not.toContain("further");
  });

  it("says that no choice is that of most machines where none is", () => {
    const three = classRuns({
      machines: 3,
      seed: 1,
      factor: (machine, workers) => (workers > 2 ** machine ? 9 : 1),
    });
    const { find, advice } = said(three);
    expect(new Set(advice.map((one) => one?.workers)).size).toBe(3);
    expect(find("choice")?.headline).toMatch(/^No one choice is best on most of 3 machines; .* on 1$/);
  });

  it("gives the range of the speed-ups of what each machine chose", () => {
    const { find, analyses, advice } = said(mixed);
    const speedUps = analyses.map(({ experiments }, index) => {
      const cell = experiments[0]?.cells.find(({ key }) => key === advice[index]?.key);
      return cell?.speedUp?.value ?? Number.NaN;
    });
    const [least = "", most = ""] = [Math.min(...speedUps), Math.max(...speedUps)].map(multiple);
    expect(find("speed-ups")?.headline).toBe(
      `What is best is ${least.replace("×", "")} to ${most} as fast as sequential`,
    );
    expect(find("speed-ups")?.detail).toContain(
      `Least: ${least} on ${mixed[speedUps.indexOf(Math.min(...speedUps))]?.machine.name}`,
    );
  });
});

describe("where nothing gains", () => {
  it("no speed-up is told", () => {
    const { find } = said(classRuns({ machines: 3, seed: 1, factor: (_, workers) => workers * 2 }));
    expect(find("choice")?.headline).toBe("On all 3 machines nothing is shown to be faster than sequential");
    expect(find("speed-ups")).toBeUndefined();
  });
});

describe("what differs between like machines", () => {
  const slow = classRuns({ machines: 8, seed: 7, factor: (machine) => (machine === 2 ? 1.1 : 1) });

  it("names the machine that stands apart, by how much and at how many combinations", () => {
    const { find, like } = said(slow);
    const cells = like.flatMap((group) => group.cells);
    const changes = cells.flatMap(({ apart }) => apart?.filter(({ run }) => run.run.machine.id === "laptop-3") ?? []);
    const mean = (geometricMean(changes.map(({ changePercent }) => 1 + changePercent / 100)) - 1) * 100;
    expect(find("apart")?.headline).toBe(
      `laptop-3 takes ${plainPercent(mean)} more time than machines like it, at ${changes.length} of 5 combinations`,
    );
    const differing = cells.filter(({ differs }) => differs);
    expect(find("spread")?.headline).toBe(
      `Like machines differ by more than their noise at ${differing.length} of 5 combinations`,
    );
    const widest = Math.max(...differing.map(({ betweenPercent }) => betweenPercent));
    expect(find("spread")?.detail).toContain(`Largest spread between them: ${plainPercent(widest)}, beside`);
  });

  it("says that none is shown to, and that this is no proof", () => {
    const { find } = said(classRuns({ machines: 5, seed: 1 }));
    expect(find("spread")?.headline).toBe(
      "No combination is shown to differ between like machines by more than their noise",
    );
    expect(find("spread")?.detail).toContain("That is no proof that they are equal.");
    expect(find("apart")).toBeUndefined();
  });

  it("says what is missing where nothing can be told, and nothing where no machine is like another", () => {
    const headline = (runs: Run[]) => said(runs).find("spread")?.headline;
    expect(headline(classRuns({ machines: 3, seed: 1, blocks: 5 }))).toBe(
      "Fewer than 10 repeats cannot tell whether like machines differ",
    );
    expect(headline(classRuns({ machines: 3, seed: 1, blocks: 0 }))).toBe("Like machines have no usable measurement");
    const own = classRuns({ machines: 3, seed: 1 }).map((run, size) => ({
      ...run,
      experiments: run.experiments.map((one) => ({
        ...one,
        cells: one.cells.map((cell) => ({ ...cell, factors: { ...cell.factors, n: 1000 + size } })),
      })),
    }));
    expect(headline(own)).toBe("Whether like machines differ cannot be told from these runs");
    const unlike = classRuns({ machines: 3, seed: 1, machineOf: (index) => ({ cpuModel: `CPU ${index}` }) });
    expect(said(unlike).find("spread")).toBeUndefined();
  });
});
