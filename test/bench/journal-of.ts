import type { Run } from "../../.build/record/schema/run-schema.js";

/** The journal that would hold such a run, of a recording that is over. */
export function journalOf({ id: _id, status: _status, origin: _origin, finishedAt: at, ...run }: Run): string {
  const experiments = run.experiments.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, trials: [] })),
  }));
  const header = { kind: "header", version: 1, writer: { pid: 1, start: "1" }, run: { ...run, experiments }, at };
  const trials = run.experiments.flatMap(({ cells }, experiment) =>
    cells.flatMap(({ trials }, cell) => trials.map((trial) => ({ kind: "trial", experiment, cell, trial, at }))),
  );
  return [header, ...trials].map((line) => `${JSON.stringify(line)}\n`).join("");
}
