import type { Factors } from "../../record/schema/run-schema.js";
import { statement } from "../../words/headline.js";
import { level, whole, workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { lineWords } from "../cells/cell-labels.js";
import { coreLevelWords, coresWords } from "../cells/core-words.js";
import { idealOf } from "../cells/ideal-speed-up.js";
import { changeWords } from "../comparing/change-words.js";
import type { Ideal, KnownIdeal } from "../results/run-analysis.js";
import type { FindingContext, FindingRule } from "./finding.js";

/**
 * Steps to more workers that clearly gain nothing although rounds alone promise a gain: where the cores are used up the
 * ideal says so too, elsewhere the difference is overhead. `rounds` has the steps of equal rounds, `thresholds` those from
 * where more workers stop being worth it.
 */
export const flatStep: FindingRule = (context) => {
  const said = pastThresholds(context);
  return context.comparisons.changes.steps.flatMap((entry) => {
    const { from, to, change } = entry;
    const [before, after] = [from, to].map(({ factors }) => idealOf(context.experiment, factors, context.machine));
    const isFlat = change.verdict === "same" || change.verdict === "slower";
    if (said.has(from.key) || !isFlat || !before || !after || byRounds(after) <= byRounds(before)) return [];
    const more = `${workerWords(to.factors.workers)} gain nothing over ${whole(from.factors.workers)}`;
    const name = sentenceCase(lineWords(from.factors, context.varying));
    const measured = `From ${whole(from.factors.workers)} to ${whole(to.factors.workers)} workers the run ${changeWords(change)}`;
    return {
      ...statement([`${name}: ${more}`, sentenceCase(more)], `${measured}${promise(before, after, to.factors)}.`),
      change,
      weight: 60,
      changes: [entry],
      figures: { idealBefore: before.speedUp, idealAfter: after.speedUp, cores: after.cores },
    };
  });
};

/** Keys of the cells of which `thresholds` says that more workers stopped being worth it there or before. */
function pastThresholds({ scaling }: FindingContext): Set<string> {
  const keys = scaling.flatMap(({ points, thresholds }) => {
    const end = points.findIndex(({ workers }) => workers === thresholds?.worthItTo.endedBy?.from);
    return points.length > 2 && end !== -1 ? points.slice(end).map(({ key }) => key) : [];
  });
  return new Set(keys);
}

/** Ideal speed-up by rounds alone; 0 where the number of tasks is unknown and rounds promise nothing. */
function byRounds({ tasks, rounds }: Ideal): number {
  return tasks === null || rounds === null ? 0 : tasks / rounds;
}

function promise(before: KnownIdeal, after: KnownIdeal, factors: Factors): string {
  if (after.speedUp <= before.speedUp) {
    return `: with ${coreLevelWords(factors) || `${level(after.cores ?? 1)} usable cores`} and CPU-bound work, no gain is expected`;
  }
  const saved = shareWords(1 - before.speedUp / after.speedUp);
  const cores = after.cores === null ? "" : ` on ${coresWords(after.cores)}`;
  return `, where equal tasks in rounds${cores} would allow ${saved} less`;
}
