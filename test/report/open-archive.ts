import { digestOf } from "../../src/analysis/two-runs/run-digest.js";
import { lineageOf } from "../../src/record/folder/lineage.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { type ArchivedRun, newestFirst, openEntry, type RunEntry } from "../../src/report/archive/run-entry.js";
import { stored } from "./sample-runs.js";

/** Entries of a few runs in memory, newest first; without the runs that go on with them. */
export function openArchive(runs: readonly Run[]): (RunEntry & ArchivedRun)[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return runs
    .map((run): RunEntry & ArchivedRun => {
      const entry = openEntry(
        stored(run),
        lineageOf(run, (id) => byId.get(id)),
      );
      const { experiments, controlCell } = digestOf(entry.run);
      return {
        ...entry,
        controlCell,
        experiments,
        own: experiments,
        files: [],
        key: run.id,
        cells: experiments.map(({ id, cells }) => ({ id, keys: cells.map(({ key }) => key) })),
      };
    })
    .sort(newestFirst);
}
