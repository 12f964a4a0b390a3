import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withId } from "../../../.build/record/schema/run-id.js";
import type { Cell, Experiment, Run, Trial } from "../../../.build/record/schema/run-schema.js";
import { journalOf } from "../journal-of.js";

/** What is asked of a file, and by which commands. */
export interface Bomb {
  /** Writes it into the folder, which is empty, and gives its path. */
  write(folder: string): string;
  /** `RUNS`, `SITE` and `FILE` stand for the folder, a site beside it, and the path. */
  commands: readonly (readonly string[])[];
}

const BUILD = ["build", "--runs-dir", "RUNS", "--out", "SITE"];
const OF_A_RUN = [
  BUILD,
  ["list", "--runs-dir", "RUNS"],
  ["show", "latest", "--runs-dir", "RUNS"],
  ["analyse", "latest", "--runs-dir", "RUNS"],
  ["report", "latest", "--runs-dir", "RUNS", "--out", "SITE/report.md"],
  ["export", "latest", "--format", "json", "--runs-dir", "RUNS", "--out", "SITE/run.json"],
];
const OF_TEXT = [
  BUILD,
  ["list", "--runs-dir", "RUNS"],
  ["verify", "--runs-dir", "RUNS"],
  ["import", "FILE", "--runs-dir", "RUNS"],
];
const NAME = "20261121t061500z-bomb-000000";

/** Files that were made to cost much, by what there is much of; the first is an ordinary run, for comparison. */
export const BOMBS: Readonly<Record<string, Bomb>> = {
  "an ordinary run": ofCells(() => cellsOf(["thread-pool", "process-pool"], upTo(4))),
  "19 MB of [": text(() => "[".repeat(19e6)),
  "1,500,000 keys": text(() => `{${keys(0, 1_500_000)}}`),
  "1,500,000 keys of 150 objects": text(() => {
    const objects = upTo(150).map((place) => `"g${place}":{${keys(place * 9_999, 9_999)}}`);
    return `{"schemaVersion":1,${objects.join(",")}}`;
  }),
  "3 wrong entries in lists of 900,000": text(() => {
    const trials = ['"x",', "-1,", "0.5,"].map(
      (entry) => `{"block":0,"status":"ok","wallMs":1,"taskMs":[${entry.repeat(900_000)}1]}`,
    );
    const cell = `{"factors":{"strategy":"s","workers":1},"trials":[${trials.join(",")}]}`;
    return `${JSON.stringify(runOf([])).slice(0, -2)}{"id":"w","title":"t","division":"tasks","cells":[${cell}]}]}`;
  }),
  "1,000 experiments": ofRun(() =>
    runOf(
      upTo(1_000).map((k) => experiment(cellsOf(["thread-pool"], [2]), { id: `e-${k}`, title: `Experiment ${k}` })),
    ),
  ),
  "3,000 strategies": ofCells(() => cellsOf(names(3_000), [1])),
  "10,000 cells": ofCells(() => cellsOf(names(100), upTo(99))),
  "704 cells of 11 strategies": ofCells(() => cellsOf(names(11), upTo(64))),
  "64 sizes of 12 strategies": ofCells(() =>
    upTo(64).flatMap((size) => cellsOf(names(12), [1], { n: size * 100 }, size)),
  ),
  "10,000 trials of one cell": ofCells(() => cellsOf(["thread-pool"], [2], {}, 1, 10_000)),
  "100,000 trials of two cells": ofCells(() => cellsOf(["thread-pool"], [2], {}, 1, 100_000)),
  "250,000 tasks": ofCells(() => [manyTasks("sequential", 1, 250_000), manyTasks("thread-pool", 4, 250_000)]),
  "150,000 lanes": ofCells(() => [manyTasks("sequential", 1, 8), manyTasks("thread-per-task", 5_000, 150_000, 5_000)]),
  "1,000 notes a trial": ofCells(() =>
    cellsOf(["thread-pool"], [1, 2, 4]).map((cell) => ({
      ...cell,
      trials: cell.trials.map((one) => ({
        ...one,
        notes: Object.fromEntries(upTo(1_000).map((k) => [`note-${k}`, `said ${random()}`])),
      })),
    })),
  ),
  "1,000 figures a trial": ofCells(() =>
    cellsOf(["thread-pool"], [1, 2, 4]).map((cell) => ({
      ...cell,
      trials: cell.trials.map((one) => ({
        ...one,
        figures: Object.fromEntries(upTo(1_000).map((k) => [`figure-${k}`, random()])),
      })),
    })),
  ),
  "a journal of 20 MB": {
    write: (folder) => {
      const run = runOf([experiment(cellsOf(["thread-pool", "process-pool"], upTo(100), {}, 1, 550))]);
      return put(folder, "20261121t061500z-bomb.journal", journalOf(run));
    },
    commands: OF_A_RUN,
  },
  "a manifest of 300,000 paths": {
    write: (folder) => {
      const run = ofCells(() => cellsOf(["thread-pool"], [1, 2, 4])).write(folder);
      const files = upTo(300_000).map((k) => `compare/20261121t061500z-a-${k}--20261121t061500z-b-${k}/index.html`);
      const manifest = { generator: "scalebook", version: "0.1.0", content: "x", files, groups: [] };
      put(join(folder, "..", "site"), "manifest.json", JSON.stringify(manifest));
      return run;
    },
    commands: [BUILD],
  },
  "fit of 100,000 rows": table((row) => (row % 64) + 1),
  "fit of 100,000 worker counts": table((row) => row + 1),
};

function text(make: () => string): Bomb {
  return { write: (folder) => put(folder, `${NAME}.json`, make()), commands: OF_TEXT };
}

function ofRun(make: () => Run): Bomb {
  return {
    write: (folder) => {
      const run = make();
      return put(folder, `${run.id}.json`, JSON.stringify(run));
    },
    commands: OF_A_RUN,
  };
}

function ofCells(make: () => Cell[]): Bomb {
  return ofRun(() => runOf([experiment(make())]));
}

function table(workersOf: (row: number) => number): Bomb {
  return {
    write: (folder) => {
      const rows = Array.from({ length: 100_000 }, (_, row) => {
        const workers = workersOf(row);
        return `${workers},${((workers / (1 + 0.03 * (workers - 1))) * (100 + random())).toFixed(3)}`;
      });
      return put(folder, "table.csv", `workers,throughput\n${rows.join("\n")}\n`);
    },
    commands: [["fit", "FILE"]],
  };
}

function put(folder: string, name: string, content: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function keys(from: number, count: number): string {
  return Array.from({ length: count }, (_, place) => `"k${(from + place).toString(36)}":0`).join(",");
}

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}

function names(count: number): string[] {
  return upTo(count).map((place) => `way-${place}`);
}

let state = 1;
function random(): number {
  state = (state * 16_807) % 2_147_483_647;
  return state / 2_147_483_647;
}

function runOf(experiments: Experiment[]): Run {
  return withId({
    schemaVersion: 1,
    study: "bomb",
    studyHash: null,
    status: "complete",
    startedAt: "2026-11-21T06:15:00.000Z",
    finishedAt: "2026-11-21T06:16:00.000Z",
    seed: 1,
    machine: { id: "m-1", name: "bench", logicalCores: 4, physicalCores: 4 },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: "20.20.2" },
    experiments,
  });
}

function experiment(cells: Cell[], more: Partial<Experiment> = {}): Experiment {
  return { id: "workers", title: "Workers", question: "How?", division: "tasks", ...more, cells };
}

/** The sequential cell, and each strategy at each number of workers. */
function cellsOf(strategies: string[], workers: number[], factors: object = {}, longer = 1, trials = 3): Cell[] {
  const cell = (strategy: string, count: number): Cell => ({
    factors: { strategy, workers: count, tasks: 8, n: 100, ...factors },
    trials: Array.from({ length: trials }, (_, block) =>
      trial(block, longer * (strategy === "sequential" ? 100 : 100 / Math.min(count, 4) + count) * (1 + random() / 20)),
    ),
  });
  return [cell("sequential", 1), ...strategies.flatMap((strategy) => workers.map((count) => cell(strategy, count)))];
}

function trial(block: number, ms: number): Trial {
  return { block, position: Math.floor(random() * 100), status: "ok", wallMs: Math.round(ms * 1_000) / 1_000 };
}

function manyTasks(strategy: string, workers: number, tasks: number, takesMs = 1): Cell {
  const column = <T>(entry: (task: number) => T) => Array.from({ length: tasks }, (_, task) => entry(task));
  const timeline = {
    worker: column((task) => (takesMs > 1 ? task : task % workers)),
    startMs: column((task) => task),
    endMs: column((task) => task + takesMs),
    cpuMs: column(() => 1),
    queueMs: column(() => 0),
  };
  const times = { wallMs: 9e5, workMs: 9e5, taskMs: column((task) => 1 + (task % 7)), timeline };
  return { factors: { strategy, workers, tasks, n: 100 }, trials: [{ block: 0, status: "ok", ...times }] };
}
