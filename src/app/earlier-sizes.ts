import type { Run } from "../record/schema/run-schema.js";
import type { EarlierSizes } from "../runner/request/calibrator.js";
import { UserError } from "../user-error.js";

/** Looks sizes up in the newest run of this study on this machine that calibrated them; reads the runs when asked. */
export function sizesFoundBefore(runsDir: string, machineId: string, study: string): EarlierSizes {
  let own: Promise<Run[]> | undefined;
  return async (experiment, workload, targetMs) => {
    own ??= ownRuns(runsDir, machineId, study);
    for (const run of await own) {
      const found = sizeIn(run, experiment, workload, targetMs);
      if (found !== undefined) return { n: found.n, run: run.id };
    }
    return undefined;
  };
}

/** The sizes of the run that is gone on with, and no others. */
export function sizesOf(parent: Run): EarlierSizes {
  return (experiment, workload, targetMs) => {
    const found = sizeIn(parent, experiment, workload, targetMs);
    if (found !== undefined) return { n: found.n, run: parent.id, fixed: true };
    throw new UserError(`${parent.id} cannot be extended: it does not say which size of ${workload} it used`);
  };
}

function sizeIn({ calibration }: Run, experiment: string, workload: string, targetMs: number) {
  return calibration?.find(
    (entry) => entry.experiment === experiment && entry.workload === workload && entry.targetTaskMs === targetMs,
  );
}

/** Newest first. */
async function ownRuns(runsDir: string, machineId: string, study: string): Promise<Run[]> {
  const { readRuns } = await import("../record/folder/run-store.js");
  const { runs } = await readRuns(runsDir);
  const own = runs.filter(({ run }) => run.machine.id === machineId && run.study === study);
  return own.map(({ run }) => run).reverse();
}
