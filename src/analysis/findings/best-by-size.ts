import { group } from "d3-array";
import { plainInterval, plainPercent } from "../../words/percent.js";
import { type Weighed, weigh } from "../advice/advice.js";
import { nameOf, sizesOf } from "../advice/advice-words.js";
import type { FactorName } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { evidenceWords, isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingRule } from "./finding.js";

/** From so many sizes on, one sentence tells more than one each. */
export const MIN_SIZES = 3;

/** Advice for every size in one sentence, which shows where the choice changes as the work grows. */
export const bestBySize: FindingRule = (context) => {
  const weighed = weigh(context).filter(({ pointValues }) => !pointValues);
  if (weighed.length < MIN_SIZES) return [];
  const choices = [...group(weighed, ({ chosen }) => nameOf(chosen, context.varying)).values()];
  const parts = choices.map((choice) => choiceWords(choice, context.varying));
  return [
    {
      text: `${parts.join(". ")}. Each is what needs the fewest workers among the cells not clearly slower than the best of its size.`,
      weight: 88,
      changes: gainsOf(weighed),
      cells: weighed.map(({ chosen }) => chosen),
      figures: { sizes: weighed.length, choices: choices.length },
    },
  ];
};

/** "Use 2 workers for 3, 4 and 5 tasks (clearly less time than 1 worker, by 13.6 to 35.6 %)". */
function choiceWords(choice: readonly Weighed[], varying: readonly FactorName[]): string {
  const chosen = choice.map((weighed) => weighed.chosen);
  const [first] = chosen as [CellView];
  const verb = first.factors.strategy === "sequential" ? "Stay" : "Use";
  return `${verb} ${nameOf(first, varying)} for ${sizesOf(chosen, varying)} (${gainWords(choice, varying)})`;
}

/** "clearly less time than 1 worker, by 13.6 to 35.6 %": clear are changes whose interval decides. */
function gainWords(choice: readonly Weighed[], varying: readonly FactorName[]): string {
  const gains = gainsOf(choice);
  const [gain] = choice.flatMap((weighed) => weighed.gain ?? []);
  if (!gain) return "no cell is clearly faster";
  const from = nameOf(gain.from, varying);
  const clear = gains.filter(({ change }) => !isUndecided(change));
  const open = gains.length - clear.length;
  return [
    ...["less", "more"].flatMap((way) => clearWords(clear, way, from)),
    ...(open === 0 ? [] : [`no clear difference from ${from} at ${open} of ${gains.length}`]),
  ].join("; ");
}

function clearWords(changes: readonly CellChange[], way: string, from: string): string[] {
  const those = changes.filter(({ change }) => (way === "less") === (change.changePercent ?? 0) < 0);
  const sizes = those.map(({ change }) => Math.abs(change.changePercent ?? 0));
  const [only] = those;
  if (only === undefined) return [];
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const range = plainPercent(least) === plainPercent(most) ? plainPercent(most) : plainInterval([least, most]);
  return [
    `clearly ${way} time than ${from}, by ${range}${those.length === 1 ? `; ${evidenceWords(only.change)}` : ""}`,
  ];
}

/** Changes from the baselines to the chosen cells, least first. */
function gainsOf(choice: readonly Weighed[]): CellChange[] {
  return choice
    .flatMap(({ gain }) => gain ?? [])
    .sort((a, b) => (a.change.changePercent ?? 0) - (b.change.changePercent ?? 0));
}
