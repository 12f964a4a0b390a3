import { greatest, group } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { type Statement, statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { sizesOf } from "../advice/advice-words.js";
import { isOneThread, sizeWords, strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { outcomeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";
import { rivalFindings } from "./rival-strategies.js";

const PAIRS: readonly (readonly [perTask: string, pool: string])[] = [
  ["process-per-task", "process-pool"],
  ["thread-per-task", "thread-pool"],
];

/**
 * A pool that keeps its workers against one thread or process for every task, as many at a time as the pool has. Where an
 * experiment has nothing else than these two to compare, its first finding says which is better for which size.
 */
export const poolVsPerTask: FindingRule = (context) => {
  const drafts = rivalFindings(context, areOpposed);
  const contests = isTheQuestion(context) ? contestsOf(context) : [];
  if (contests.length > 1) return [answer(contests, context), ...drafts];
  const isAnswer = contests.some(({ winner }) => winner !== null);
  return drafts.map((draft) => (isAnswer ? { ...draft, weight: ANSWER_WEIGHT } : draft));
};

/** Before the advice: what is asked is which of the two, also where neither pays. */
const ANSWER_WEIGHT = 92;

/** Whether the two are all that the experiment has beside runs on one thread. */
function isTheQuestion({ views }: FindingContext): boolean {
  const rivals = new Set(views.map(({ factors }) => factors.strategy).filter((name) => !isOneThread(name)));
  return PAIRS.some((pair) => rivals.size === pair.length && pair.every((name) => rivals.has(name)));
}

function areOpposed(one: Factors, other: Factors): boolean {
  const isPair = PAIRS.some((pair) => pair.includes(one.strategy) && pair.includes(other.strategy));
  return isPair && one.strategy !== other.strategy && one.launch !== "all-at-once" && other.launch !== "all-at-once";
}

/** The two at one size, with as many workers as both were measured with. */
interface Contest extends CellChange {
  /** Which of the two is shown to take less time; `null` where neither is. */
  winner: CellView | null;
  /** Whether the sequential run is shown to take less time than both. */
  isLost: boolean;
}

function answer(contests: readonly Contest[], context: FindingContext): Draft {
  const [{ from, to }] = contests as [Contest];
  const isPool = (strategy: string) => strategy.endsWith("-pool");
  const won = [true, false].map((byPool) =>
    contests.filter(({ winner }) => winner !== null && isPool(winner.factors.strategy) === byPool),
  ) as [Contest[], Contest[]];
  const lost = contests.filter(({ isLost }) => isLost);
  const [pool, perTask] = isPool(to.factors.strategy) ? [to, from] : [from, to];
  const [byPool, byTask] = won;
  const [only, ...further] = contests.filter(isUseful);
  return {
    ...says({ contests, lost, won }, [pool.factors.strategy, perTask.factors.strategy], context),
    weight: byPool.length + byTask.length === 0 ? 60 : ANSWER_WEIGHT,
    ...(only && further.length === 0 && only.winner === only.to && { change: only.change }),
    // A size at which one of them pays stands first: the picture shows it.
    changes: contests.toSorted((one, other) => Number(isUseful(other)) - Number(isUseful(one))),
    figures: { pool: byPool.length, perTask: byTask.length, neither: lost.length, sizes: contests.length },
  };
}

function isUseful({ winner, isLost }: Contest): boolean {
  return winner !== null && !isLost;
}

function contestsOf({ comparisons, baselines }: FindingContext): Contest[] {
  const opposed = comparisons.changes.acrossStrategies.filter(
    ({ from, to, change }) => change.interval !== null && areOpposed(from.factors, to.factors),
  );
  return [...group(opposed, ({ to }) => to.size).values()].map((same) => {
    const entry = greatest(same, ({ to }) => to.factors.workers) as CellChange;
    const { from, to, change } = entry;
    const winner = change.verdict === "faster" ? to : change.verdict === "slower" ? from : null;
    const baseline = baselines.get(to)?.baseline;
    const isLost =
      baseline?.factors.strategy === "sequential" &&
      [from, to].every((view) => comparisons.decide(baseline, view).change.verdict === "slower");
    return { ...entry, winner, isLost };
  });
}

interface Contests {
  contests: readonly Contest[];
  /** Won by the pool, and by one worker a task. */
  won: readonly [Contest[], Contest[]];
  lost: readonly Contest[];
}

function says({ contests, won, lost }: Contests, strategies: [string, string], context: FindingContext): Statement {
  const names = strategies.map(strategyWords) as [string, string];
  const each = contests.map(({ from, to, change }) => {
    const size = sizeWords(to.factors, context.varying);
    const outcome = outcomeWords(change, strategyWords(to.factors.strategy), strategyWords(from.factors.strategy));
    return sentenceCase(`${size === "" ? "" : `${size}: `}${outcome}.`);
  });
  const headlines = headlinesOf({ contests, lost, won }, names, (those) => placeWords(those, contests, context));
  return statement(headlines.map(sentenceCase), each.join(" "));
}

function headlinesOf(
  { contests, lost, won }: Contests,
  names: [string, string],
  placeOf: (those: readonly Contest[]) => string,
): string[] {
  const all = whole(contests.length);
  if (lost.length === contests.length) return [`Neither pays: sequential beats both for all ${all} sizes`];
  const winner = won.findIndex((those) => those.length === contests.length);
  if (winner >= 0 && lost.length === 0) return [`${names[winner]} beats ${names[1 - winner]}`];
  // Where the sequential run beats both, which of them is the better is nothing to go by.
  const useful = won.map((those) => those.filter(isUseful));
  const parts = useful.flatMap((those, index) => (those.length === 0 ? [] : [`${names[index]}${placeOf(those)}`]));
  const point = parts.length === 0 ? `${names.join(" or ")}: no difference is shown` : parts.join(", ");
  if (lost.length === 0) return [point];
  // Of one, its name says more than a count, and is true also where not sizes but kinds of work differ.
  const neither = `sequential beats both${lost.length === 1 ? placeOf(lost) : ` for ${whole(lost.length)} of ${all} sizes`}`;
  return [`${point}; ${neither}`, neither];
}

/** " for 32 tasks" where all sizes of so many tasks came out alike, else " for 32 tasks, file write". */
function placeWords(those: readonly Contest[], all: readonly Contest[], { varying }: FindingContext): string {
  if (those.length === all.length) return ` for all ${whole(all.length)} sizes`;
  const tasksOf = ({ to }: Contest) => to.factors.tasks ?? 0;
  const counts = [...new Set(those.map(tasksOf))];
  const isByTasks = all.every((one) => those.includes(one) || !counts.includes(tasksOf(one)));
  const cells = those.map(({ to }) => to);
  if (!isByTasks || !varying.includes("tasks")) return ` for ${sizesOf(cells, varying)}`;
  return ` for ${list(counts.map((count, place) => (place < counts.length - 1 ? whole(count) : plural(count, "task"))))}`;
}
