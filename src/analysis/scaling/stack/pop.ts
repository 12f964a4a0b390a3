import { geometricMean } from "../../../stats/geometric-mean.js";
import type { PopEfficiencies } from "../../results/stack.js";
import type { Work } from "./reference.js";
import type { TrialTime } from "./trial-times.js";

/**
 * The POP hierarchy of efficiencies over trials: load balance = mean / max busy time of workers, communication efficiency
 * = max busy / wall clock, parallel efficiency = their product; computation scaling = sequential work / work here, global
 * efficiency = the product of both. Workers that never got a task are busy for 0.
 *
 * @param times at least one, each with a task that took time
 */
export function popOf(times: readonly TrialTime[], workers: number, work: Work | null): PopEfficiencies {
  const mean = (figure: (time: TrialTime) => number) => geometricMean(times.map(figure));
  const loadBalance = mean(({ totals, outside }) => totals.busyMs / workers / outside.mostBusyMs);
  const communication = mean(({ wallMs, outside }) => outside.mostBusyMs / wallMs);
  const parallel = loadBalance * communication;
  const computationScaling = work === null ? null : mean(({ totals }) => work.busyMs / totals.busyMs);
  const global = computationScaling === null ? null : parallel * computationScaling;
  return { loadBalance, communication, parallel, computationScaling, global };
}
