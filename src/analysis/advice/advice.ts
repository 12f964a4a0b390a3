import type { CellView } from "../cells/cell-view.js";
import { trialsNeeded } from "../comparing/change-words.js";
import type { Advice } from "../results/run-analysis.js";
import { adviceText, useWords } from "./advice-words.js";
import { type AdviceInput, areApart, decidedTies, mayBeBetter, undecidedBest, type Weighed } from "./weigh.js";

/** The advice as the analysis of an experiment gives it, one a size. */
export function adviceOf(all: readonly Weighed[], input: AdviceInput): Advice[] {
  return all.map((weighed) => {
    const { named, best, tied, field, gain, pointValues } = weighed;
    const [chosen] = named;
    const open = undecidedBest(weighed);
    const [faster, slower] = [decidedTies(weighed, input, "faster"), decidedTies(weighed, input, "slower")];
    const others = tied.filter((view) => ![...named, ...faster, ...slower].includes(view));
    const openTies = others.filter((to) => named.some((from) => mayBeBetter(from, to, input)));
    const isEqual = (to: CellView) =>
      named.some((from) => input.comparisons.decide(from, to).change.verdict === "same");
    return {
      strategy: chosen.factors.strategy,
      workers: chosen.factors.workers,
      text: adviceText(weighed, input),
      use: useWords(weighed, input, openTies.length > 0),
      key: chosen.key,
      factors: chosen.factors,
      namedKeys: named.map(({ key }) => key),
      bestKey: best.key,
      tiedKeys: tied.map(({ key }) => key),
      compared: field.length,
      openKeys: openTies.map(({ key }) => key),
      equalKeys: others.filter((to) => !openTies.includes(to) && isEqual(to)).map(({ key }) => key),
      isApart: areApart(named, input),
      hasFaster: faster.length > 0,
      changePercent: gain?.change.changePercent ?? null,
      interval: gain?.change.interval ?? null,
      isGainDecided: gain !== undefined && !pointValues && gain.change.verdict !== "inconclusive",
      pointValues,
      blocksToTell: open ? trialsNeeded(open.change) : null,
    };
  });
}
