import { group } from "d3-array";
import { plainInterval, plainPercent } from "../../words/percent.js";
import { type Weighed, weigh } from "../advice/advice.js";
import { nameOf, sizesOf } from "../advice/advice-words.js";
import type { FactorName } from "../cells/cell-labels.js";
import { evidenceWords } from "../comparing/change-words.js";
import { isUndecided } from "../comparing/undecided.js";
import type { Change } from "../results/run-analysis.js";
import type { FindingRule } from "./finding-context.js";

/** From so many sizes on, one sentence tells more than one each. */
export const MIN_SIZES = 3;

/** What to use for which size, in one sentence: where the choice changes as the work grows, it is seen here. */
export const bestBySize: FindingRule = (context) => {
  const weighed = weigh(context).filter(({ pointValues }) => !pointValues);
  if (weighed.length < MIN_SIZES) return [];
  const groups = [...group(weighed, ({ chosen }) => nameOf(chosen, context.varying)).values()];
  const parts = groups.map((group) => groupWords(group, context.varying));
  return [
    {
      text: `${parts.join(". ")}. Each is what needs the fewest workers among the cells not clearly slower than the best of its size.`,
      weight: 88,
      evidence: {
        changes: gainsOf(weighed),
        cells: weighed.map(({ chosen }) => chosen.key),
        figures: { sizes: weighed.length, choices: groups.length },
      },
    },
  ];
};

/** "Use 2 workers for 3, 4 and 5 tasks (13.6 to 35.6 % less time than 1 worker)". */
function groupWords(group: readonly Weighed[], varying: readonly FactorName[]): string {
  const chosen = group.map((weighed) => weighed.chosen);
  const [first] = chosen as [(typeof chosen)[number]];
  const verb = first.factors.strategy === "sequential" ? "Stay" : "Use";
  const reason = gainWords(group, varying);
  return `${verb} ${nameOf(first, varying)} for ${sizesOf(chosen, varying)}${reason && ` (${reason})`}`;
}

/** "clearly less time than 1 worker, by 13.6 to 35.6 %": clear are those whose interval decides. */
function gainWords(group: readonly Weighed[], varying: readonly FactorName[]): string {
  const [from] = group.flatMap(({ gain }) => gain?.from ?? []);
  if (!from) return "no cell is clearly faster";
  const gains = gainsOf(group);
  const clear = gains.filter((change) => !isUndecided(change));
  const open = gains.length - clear.length;
  const openWords =
    open === 0 ? [] : [`no clear difference from ${nameOf(from, varying)} at ${open} of ${gains.length}`];
  return [...["less", "more"].flatMap((way) => clearWords(clear, way, nameOf(from, varying))), ...openWords].join("; ");
}

function clearWords(changes: readonly Change[], way: string, from: string): string[] {
  const those = changes.filter(({ changePercent }) => (way === "less") === (changePercent ?? 0) < 0);
  const sizes = those.map(({ changePercent }) => Math.abs(changePercent ?? 0));
  const [only] = those;
  if (only === undefined) return [];
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const range = plainPercent(least) === plainPercent(most) ? plainPercent(most) : plainInterval([least, most]);
  return [`clearly ${way} time than ${from}, by ${range}${those.length === 1 ? `; ${evidenceWords(only)}` : ""}`];
}

/** The changes from the baseline to what was chosen, least first. */
function gainsOf(group: readonly Weighed[]): Change[] {
  return group
    .flatMap(({ gain }) => (gain ? [gain.change] : []))
    .sort((a, b) => (a.changePercent ?? 0) - (b.changePercent ?? 0));
}
