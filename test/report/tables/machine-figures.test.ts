import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { choicesOf } from "../../../src/analysis/machines/choices.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import type { ArchivedRun, ListedRun } from "../../../src/report/archive/run-entry.js";
import { NO_HIGHLIGHTS } from "../../../src/report/pages/run-highlights.js";
import { kindsTable, likeTables, machineRowsTable } from "../../../src/report/tables/like-machines.js";
import { hasMachinesPage, MOST_MACHINES, machinesInFigures } from "../../../src/report/tables/machine-figures.js";
import { runsTables } from "../../../src/report/tables/runs.js";
import { classRuns, machineRunOf } from "../../analysis/machines/simulated.js";

/** What the page shows of these runs, newest first. */
function figuresOf(runs: readonly Run[]) {
  const entries = runs.map((run) => machineRunOf(run) as ArchivedRun) as [ArchivedRun, ...ArchivedRun[]];
  const known = new Map<string, Run>(runs.map((run) => [run.id, run]));
  return machinesInFigures(entries, ({ run }) => ({
    ...NO_HIGHLIGHTS,
    choices: choicesOf(analyseRun(known.get(run.id) as Run)),
  }));
}

describe("lists of runs", () => {
  it("tell machines of one name apart by their ids, and leave a name alone that one machine has", () => {
    const entryOf = (id: string, name: string) => {
      const [run] = classRuns({ machines: 1, seed: 1, workers: [2] }) as [Run];
      const analysis = { blocks: { min: 2, max: 2 }, quick: false, starved: { trials: 0, judged: 0 } };
      const machine = { ...run.machine, id, name };
      return { run: { ...run, machine }, analysis, line: { runs: [], broken: null } } as unknown as ListedRun;
    };
    const entries = [entryOf("m-cedf86a1", "lab"), entryOf("m-cedf86a1", "lab"), entryOf("m-0a1b2c3d", "lab")];
    const namesIn = (some: ListedRun[]) =>
      runsTables({ entries: some, count: some.length, root: "", by: "machine" }).flatMap(({ groups }) =>
        groups.flatMap(({ rows }) => rows.map(({ cells }) => cells[1]?.text)),
      );
    expect(namesIn([...entries, entryOf("m-4d5e6f", "desk")])).toEqual([
      "lab (cedf86)",
      "lab (cedf86)",
      "lab (0a1b2c)",
      "desk",
    ]);
    expect(namesIn(entries.slice(0, 2))).toEqual(["lab", "lab"]);
    expect(namesIn([entryOf("laptop-11", "lab"), entryOf("laptop-12", "lab")])).toEqual([
      "lab (laptop-11)",
      "lab (laptop-12)",
    ]);
  });
});

describe("machinesInFigures", () => {
  it("takes the newest run of each machine, of three machines or more", () => {
    const [first, second, third] = classRuns({ machines: 3, seed: 1, workers: [2] }) as [Run, Run, Run];
    const older = { ...first, id: "20251121t061500z-class-3f9a2c" };
    expect(figuresOf([first, second])).toBeNull();
    const entries = [first, second, third].map((run) => machineRunOf(run) as ArchivedRun & ListedRun);
    expect([2, 3].map((count) => hasMachinesPage(entries.slice(0, count) as unknown as [ListedRun]))).toEqual([
      false,
      true,
    ]);
    expect(figuresOf([first, second, older])).toBeNull();
    expect(figuresOf([first, second, third, older])?.runs.map(({ run }) => run.id)).toEqual([
      first.id,
      second.id,
      third.id,
    ]);
    const nameless = { ...third, machine: { ...third.machine, unidentified: true as const } };
    expect(figuresOf([first, second, nameless])).toBeNull();
  });

  it("passes over an interrupted run of one repeat where the machine has another, and says so", () => {
    const [first, second, third] = classRuns({ machines: 3, seed: 1, workers: [2] }) as [Run, Run, Run];
    const cutOff = { ...first, id: "20261221t061500z-class-3f9a2c", status: "interrupted" as const };
    cutOff.experiments = first.experiments.map((one) => ({
      ...one,
      cells: one.cells.map((cell) => ({ ...cell, trials: cell.trials.slice(0, 1) })),
    }));
    const figures = figuresOf([cutOff, first, second, third]);
    expect(figures?.runs.map(({ run }) => run.id)).toEqual([first.id, second.id, third.id]);
    expect(figures?.note).toContain("passed over");
    const alone = figuresOf([cutOff, second, third]);
    expect(alone?.runs.map(({ run }) => run.id)).toEqual([cutOff.id, second.id, third.id]);
    expect(alone?.note).toBe("");
  });

  it("says on how many machines what is best on most was not measured, and has speed-ups over one thing", () => {
    const runs = classRuns({ machines: 4, seed: 1, workers: [1, 2], factor: (_, workers) => workers * 2 });
    const [last] = runs.splice(3) as [Run];
    const experiments = last.experiments.map((one) => ({
      ...one,
      cells: one.cells.filter(({ factors }) => factors.strategy !== "sequential"),
    }));
    const figures = figuresOf([{ ...last, experiments, studyHash: "b".repeat(64) }, ...runs]);
    if (figures === null) throw new Error("no figures");
    expect(figures.lead?.chosen[0]?.way.words).toBe("sequential");
    expect(figures.note).toBe(" On 1 of them sequential was not measured.");
    expect(figuresOf(runs)?.note).toBe("");
    const [kinds, machines] = [kindsTable(figures), machineRowsTable(figures, "")];
    expect(kinds?.caption).toContain("Speed-ups are over sequential.");
    expect(kinds?.groups[0]?.rows.map(({ cells }) => cells[2]?.text)).toEqual(["1.00×", "–"]);
    expect(machines.groups[0]?.rows.map(({ cells }) => cells[2]?.text)).toEqual(["–", "1.00×", "1.00×", "1.00×"]);
  });

  it("names the kinds by what tells them apart, that of most machines first", () => {
    const machineOf = (index: number) =>
      index === 0 ? { cpuModel: "Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", availableParallelism: 2 } : {};
    const figures = figuresOf(classRuns({ machines: 3, seed: 1, workers: [2], machineOf }));
    expect(figures?.kinds.map(({ name, words, runs }) => [name, words, runs.length])).toEqual([
      ["A", "Example, 4 cores, 15 GiB, linux x64, Node 20", 2],
      ["B", "Intel Core i5-7200U, 2 cores, 15 GiB, linux x64, Node 20", 1],
    ]);
  });

  it("keeps the page small with machines of many kinds, and says what it leaves out", () => {
    const machineOf = (index: number) => ({ cpuModel: `CPU ${index >> 1}` });
    const runs = classRuns({ machines: 2 * MOST_MACHINES, seed: 1, workers: [2], machineOf });
    const figures = figuresOf(runs);
    if (figures === null) throw new Error("no figures");
    expect([figures.runs.length, figures.left]).toEqual([MOST_MACHINES, MOST_MACHINES]);
    const kinds = kindsTable(figures)?.groups[0]?.rows.map(({ head, cells }) => [head.text, cells[1]?.text]);
    expect(kinds?.at(-1)).toEqual(["39 further kinds", expect.stringMatching(/ of 78$/)]);
    expect(kinds).toHaveLength(12);
    const like = likeTables(figures);
    expect(like).toHaveLength(MOST_MACHINES / 2);
    expect(like.filter(({ rest }) => rest === "")).toHaveLength(6);
    expect(like.at(-1)?.rest).toBe("Not shown to differ by more than their noise: 2 combinations.");
  });

  it("shows a machine that stands apart beside both spreads", () => {
    const figures = figuresOf(
      classRuns({ machines: 6, seed: 7, workers: [2], factor: (index) => (index === 2 ? 1.12 : 1) }),
    );
    if (figures === null) throw new Error("no figures");
    const [cell] = figures.like[0]?.cells ?? [];
    const [row] = likeTables(figures)[0]?.tables[0]?.groups[0]?.rows ?? [];
    expect(row?.head.text).toBe("sequential");
    expect(row?.cells[0]?.text).toBe(`laptop-3 (+${cell?.apart?.[0]?.changePercent.toFixed(1)} %)`);
    expect(row?.cells[1]?.text).toBe(`${cell?.betweenPercent.toFixed(1)} %`);
    expect(row?.cells[2]?.text).toBe(`${cell?.withinPercent.toFixed(1)} %`);
    const machines = machineRowsTable(figures, "../").groups[0]?.rows ?? [];
    expect(machines[0]?.head).toMatchObject({ text: "laptop-1", href: "../machine/laptop-1/index.html" });
    expect(machines[0]?.cells[1]?.text).toBe("2 workers of the thread pool");
  });
});
