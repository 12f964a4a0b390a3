import type { Entry } from "../archive/run-entry.js";
import type { Picture } from "../charts/marks/chart.js";
import { chartsFor } from "../pages/experiment.js";

/** A chart of a run before it is drawn. */
export interface RunChart {
  /** "workers-speed-up": the experiment and the chart. */
  name: string;
  experiment: string;
  picture: Picture;
}

/** Every chart that the pages of a run show, of one experiment or of all. */
export function chartsOf({ run, analysis }: Entry, experiment?: string): RunChart[] {
  return analysis.experiments.flatMap((analysed, index) => {
    const recorded = run.experiments[index];
    if (recorded === undefined || (experiment !== undefined && analysed.id !== experiment)) return [];
    return chartsFor(analysed, recorded).map((chart) => ({
      name: `${analysed.id}-${chart.id}`,
      experiment: analysed.id,
      picture: chart.spec({ analysis: analysed, experiment: recorded, machine: run.machine }),
    }));
  });
}
