import type { Run } from "../record/schema.js";
import type { EarlierSizes } from "../runner/calibrate.js";

/** Looks sizes up in the newest run of this study on this machine that calibrated them; reads the runs when asked. */
export function sizesFoundBefore(runsDir: string, machineId: string, study: string): EarlierSizes {
  let own: Promise<Run[]> | undefined;
  return async (experiment, workload, targetMs) => {
    own ??= ownRuns(runsDir, machineId, study);
    for (const run of await own) {
      const found = run.calibration?.find(
        (entry) => entry.experiment === experiment && entry.workload === workload && entry.targetTaskMs === targetMs,
      );
      if (found !== undefined) return { n: found.n, run: run.id };
    }
    return undefined;
  };
}

/** Newest first. */
async function ownRuns(runsDir: string, machineId: string, study: string): Promise<Run[]> {
  const { readRuns } = await import("../record/store.js");
  const { runs } = await readRuns(runsDir);
  const own = runs.filter(({ run }) => run.machine.id === machineId && run.study === study);
  return own.map(({ run }) => run).reverse();
}
