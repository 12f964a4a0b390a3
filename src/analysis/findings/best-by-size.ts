import { group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { comparative, measureNoun } from "../../words/measure.js";
import { whole } from "../../words/number.js";
import { plainInterval, plainPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { GAIN_OPEN, namedWords, nameOf, noGain, sizesOf, withoutBrackets } from "../advice/advice-words.js";
import { areApart, decidedTies, type Weighed } from "../advice/weigh.js";
import type { FactorName } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { coreLevelWords } from "../cells/core-words.js";
import { evidenceWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** From so many sizes on, one sentence tells more than one each. */
export const MIN_SIZES = 3;

const NO_DIFFERENCE = "no clear difference between them";
const NONE_BEST = "none of them is clearly best";

/** How each is chosen. */
function ruleWords({ varying, experiment: { figure } }: FindingContext): string {
  const slower = `clearly ${comparative("slower", figure)} than the best of its size`;
  return varying.includes("workers")
    ? `Each has the fewest workers of those not ${slower}.`
    : `None of them is ${slower}.`;
}

/** Advice for every size in one statement, which shows where the choice changes as the work grows. */
export const bestBySize: FindingRule = (context) => {
  const weighed = context.weighed.filter(({ pointValues }) => !pointValues);
  if (weighed.length < MIN_SIZES) return [];
  // Of cores and quotas `by-cores` says it.
  if (new Set(weighed.map(({ named: [{ factors }] }) => coreLevelWords(factors))).size > 1) return [];
  const { varying } = context;
  const nameOfChoice = ({ named, field }: Weighed) => withoutBrackets(namedWords(named, field, varying));
  const choices = [...group(weighed, nameOfChoice).entries()];
  const parts = choices.map(([name, choice]) => choiceWords(name, choice, context));
  return [
    {
      ...statement(headlines(choices, varying), `${parts.join(". ")}. ${unknownWords(context)}${ruleWords(context)}`),
      weight: 88,
      changes: gainsOf(weighed),
      cells: weighed.map(({ named: [chosen] }) => chosen),
      figures: { sizes: weighed.length, choices: choices.length },
    },
  ];
};

/** "Left out, as a time is below the step of the clock: small. " */
function unknownWords({ views, varying }: FindingContext): string {
  const below = new Map(views.filter(({ belowResolution }) => belowResolution).map((view) => [view.size, view]));
  if (below.size === 0) return "";
  return `Left out, as a time is below the step of the clock: ${sizesOf([...below.values()], varying)}. `;
}

type Choice = [name: string, choice: Weighed[]];

/** "2 workers for all 4 sizes"; "Sequential for 1 task, 2 workers for 8 tasks". */
function headlines(choices: readonly Choice[], varying: readonly FactorName[]): string[] {
  const [first, ...others] = choices.map(([name, choice]) => ({
    name,
    sizes: sizesOf(chosenOf(choice), varying),
    count: choice.length,
  })) as [{ name: string; sizes: string; count: number }];
  const sizes = choices.reduce((sum, [, choice]) => sum + choice.length, 0);
  const each = [first, ...others].map(({ name, sizes: those }) => `${name} for ${those}`);
  const most = [first, ...others].reduce((a, b) => (b.count > a.count ? b : a));
  if (others.length === 0) return [sentenceCase(`${first.name} for all ${whole(sizes)} sizes`)];
  const mostly = `${most.name} for ${whole(most.count)} of ${whole(sizes)} sizes`;
  const rest = [first, ...others].filter((choice) => choice !== most);
  return [
    each.join(", "),
    ...(rest.length === 1 ? [`${mostly}, ${rest[0]?.name} for ${rest[0]?.sizes}`] : []),
    ...(most.count > 1 ? [mostly] : []),
    "The best choice depends on the size",
  ].map(sentenceCase);
}

function chosenOf(choice: readonly Weighed[]): CellView[] {
  return choice.map(({ named: [chosen] }) => chosen);
}

/** "2 workers for 3, 4 and 5 tasks: 13.6 to 35.6 % less time than 1 worker". */
function choiceWords(name: string, choice: readonly Weighed[], context: FindingContext): string {
  // Of one choice that gains nothing, the headline has said which, and for how many sizes.
  const isSaid = choice.length === context.weighed.length && choice.every(({ gain }) => gain === undefined);
  if (isSaid) return gainWords(choice, context).map(sentenceCase).join(". ");
  const sizes = sizesOf(chosenOf(choice), context.varying);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} for ${sizes}: ${gainWords(choice, context).join("; ")}`;
}

/** Only members whose change is decided are told together; the others are named apart. */
function gainWords(choice: readonly Weighed[], context: FindingContext): string[] {
  const { varying, baselines } = context;
  const bases = group(
    choice.flatMap(({ gain }) => gain ?? []),
    ({ from }) => nameOf(from, varying),
  );
  const [without, unfinished] = [true, false].map((timed) =>
    choice.filter(
      ({ gain, named: [first] }) => gain === undefined && isTimed(baselines.get(first)?.baseline ?? first) === timed,
    ),
  ) as [Weighed[], Weighed[]];
  const parts = group(without, (one) => {
    if (one.named.length === one.field.length) return areApart(one.named, context) ? NONE_BEST : NO_DIFFERENCE;
    return decidedTies(one, context, "faster").length > 0 ? GAIN_OPEN : noGain(context.experiment.figure);
  });
  return [
    ...[...bases].flatMap(([from, gains]) => againstWords(gains, from, varying, bases.size > 1)),
    ...[...parts].map(([words, those]) => `${words}${apart(those, choice, varying)}`),
    ...(unfinished.length === 0
      ? []
      : [`what it is measured against did not finish${apart(unfinished, choice, varying)}`]),
  ];
}

/** What is decided against one baseline; sizes are named where others have another one. */
function againstWords(
  gains: readonly CellChange[],
  from: string,
  varying: readonly FactorName[],
  areSizesNamed: boolean,
): string[] {
  const sizesWith = (those: readonly CellChange[]) => ` for ${sizesOf(views(those), varying)}`;
  const decided = (["faster", "slower"] as const).flatMap((verdict) => {
    const those = gains.filter(({ change }) => change.verdict === verdict);
    return those.length === 0 ? [] : [`${decidedWords(those, from)}${areSizesNamed ? sizesWith(those) : ""}`];
  });
  const open = gains.filter(({ change }) => change.verdict !== "faster" && change.verdict !== "slower");
  const where = areSizesNamed || open.length < gains.length ? sizesWith(open) : "";
  return [...decided, ...(open.length === 0 ? [] : [`no difference from ${from} is shown${where}`])];
}

/** " for 1 task", where others of the choice have more to say. */
function apart(those: readonly Weighed[], choice: readonly Weighed[], varying: readonly FactorName[]): string {
  return those.length === choice.length ? "" : ` for ${sizesOf(chosenOf(those), varying)}`;
}

/** @param those decided alike */
function decidedWords(those: readonly CellChange[], from: string): string {
  const sizes = those.map(({ change }) => Math.abs(change.changePercent ?? 0));
  const [least, most] = [smallest(sizes), largest(sizes)];
  const range = plainPercent(least) === plainPercent(most) ? plainPercent(most) : plainInterval([least, most]);
  const [only] = those as [CellChange];
  const evidence = those.length === 1 ? ` (${evidenceWords(only.change)})` : "";
  const direction = (only.change.changePercent ?? 0) < 0 ? "less" : "more";
  return `${range} ${direction} ${measureNoun(only.change.measure)} than ${from}${evidence}`;
}

/** Changes from the baselines to the named cells, least first. */
function gainsOf(choice: readonly Weighed[]): CellChange[] {
  return choice
    .flatMap(({ gain }) => gain ?? [])
    .sort((a, b) => (a.change.changePercent ?? 0) - (b.change.changePercent ?? 0));
}

function views(changes: readonly CellChange[]): CellView[] {
  return changes.map(({ to }) => to);
}
