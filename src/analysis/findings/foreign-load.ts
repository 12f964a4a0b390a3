import type { Cell } from "../../record/schema.js";
import { effectiveWorkers, usableCores } from "../ideal.js";
import { counted } from "../words.js";
import type { FindingRule } from "./finding-context.js";

/** Share of the workers' time spent waiting for a core that no longer passes for scheduling. */
const SUSPICIOUS_SHARE = 0.05;

/**
 * Trials whose tasks waited for a core although there were no more workers than cores: something else wanted the cores.
 */
export const foreignLoad: FindingRule = ({ experiment, machine, cells }) => {
  const cores = usableCores(machine);
  if (cores === null) return [];
  const roomy = experiment.cells.filter(({ factors }) => effectiveWorkers(factors) <= cores);
  const judged = roomy.map((cell) => ({ cell, waits: waitShares(cell) }));
  const all = judged.flatMap(({ waits }) => waits);
  const starved = all.filter((share) => share > SUSPICIOUS_SHARE);
  if (starved.length === 0) return [];
  const keys = judged
    .filter(({ waits }) => waits.some((share) => share > SUSPICIOUS_SHARE))
    .flatMap(({ cell }) => cells.find(({ factors }) => factors === cell.factors)?.key ?? []);
  const worst = Math.max(...starved);
  const text =
    `${starved.length} of ${counted(all.length, "trial")} with no more workers than cores waited for a core during more than 5 % of ` +
    `their workers' time (at worst ${(worst * 100).toFixed(0)} %): something else was using the machine. Record again when it is idle.`;
  const weight = starved.length > all.length / 10 ? 66 : 50;
  return [{ text, weight, evidence: { cells: keys, figures: { starved: starved.length, trials: all.length, worst } } }];
};

/** Waiting time over the time of the workers that tasks could occupy, for each trial that recorded it. */
function waitShares({ factors, trials }: Cell): number[] {
  const workers = Math.min(effectiveWorkers(factors), factors.tasks ?? Infinity);
  return trials.flatMap(({ status, wallMs, queueWaitMs }) =>
    status === "ok" && wallMs && typeof queueWaitMs === "number" ? [queueWaitMs / (wallMs * workers)] : [],
  );
}
