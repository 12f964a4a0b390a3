import { ownNames } from "../../../record/folder/machine-names.js";
import { isUsable } from "../../../record/folder/run-facts.js";
import { formatDay } from "../../../words/date.js";
import { plural } from "../../../words/number.js";
import type { Pair } from "../../archive/comparison-pairs.js";
import { groupEntries, type ListedRun, speakingRuns } from "../../archive/run-entry.js";
import type { Page } from "../../page-model/page.js";
import { paths, runLink } from "../../page-model/paths.js";
import { chipsOf, datedWords, dateWords, machineCount, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { hasMachinesPage } from "../../tables/machine-figures.js";
import { comparisonLine, type PairInShort } from "../comparing/compare.js";
import { type HighlightsOf, newestHero } from "../run-highlights.js";

/** Most items that stand open on the home page; further ones are folded away. */
const MOST_CARDS = 24;
const MOST_ROWS = 24;
const MOST_FOLDED = 300;

export interface HomeInput {
  newestFirst: readonly ListedRun[];
  /** Newest first. */
  pairs: readonly Pair[];
  inShort: (pair: Pair) => PairInShort;
  highlightsOf: HighlightsOf;
}

/** The home page: studies with their newest findings, runs, comparisons, machines. */
export function homePage({ newestFirst, pairs, inShort, highlightsOf }: HomeInput): Page {
  const link = (pair: Pair) => comparisonLink(inShort(pair));
  const nameOf = ownNames(newestFirst);
  const row = (entry: ListedRun) => runRow(entry, nameOf(entry));
  const studies = groupEntries(newestFirst, ({ run }) => run.study);
  const identified = newestFirst.filter(({ run }) => !run.machine.unidentified);
  const machines = groupEntries(identified, ({ run }) => run.machine.id);
  // A recommendation says more than a run without one.
  const advising = studies
    .map((runs) => speakingRuns(runs)[0])
    .find((run) => highlightsOf(run).hero?.isSentence === false);
  const newest = advising ?? newestFirst.find(({ run }) => isUsable(run));
  const hero = newest && newestHero(newest, "", highlightsOf);
  return {
    path: paths.home,
    template: "home",
    title: "Recorded runs",
    description: "How programs scale over workers, strategies and problem sizes: recorded runs with their findings.",
    section: "runs",
    body: {
      empty: newestFirst.length === 0,
      summary: summaryOf(newestFirst, studies.length),
      hero: newest && hero ? { ...hero, source: runLink(newest, ""), chips: chipsOf(newest) } : null,
      studies: studies.slice(0, MOST_CARDS).map((runs) => studyCard(runs, highlightsOf)),
      moreStudies: studies.slice(MOST_CARDS).map(([{ run }]) => ({ href: paths.study(run.study), text: run.study })),
      moreStudiesTitle: plural(Math.max(0, studies.length - MOST_CARDS), "more study", "more studies"),
      runs: newestFirst.slice(0, MOST_ROWS).map(row),
      older: newestFirst.slice(MOST_ROWS, MOST_ROWS + MOST_FOLDED).map(row),
      olderTitle: plural(Math.max(0, newestFirst.length - MOST_ROWS), "older run"),
      oldest: restWords(newestFirst.length - MOST_ROWS - MOST_FOLDED),
      comparisons: pairs.slice(0, MOST_CARDS).map(link),
      moreComparisons: pairs.slice(MOST_CARDS, MOST_CARDS + MOST_FOLDED).map(link),
      moreTitle: plural(Math.max(0, pairs.length - MOST_CARDS), "more comparison"),
      machines: machines.map((entries) => machineLink(entries, nameOf)),
    },
  };
}

function summaryOf(newestFirst: readonly ListedRun[], studies: number): string {
  const [newest] = newestFirst;
  if (newest === undefined) return "";
  return (
    `${plural(newestFirst.length, "run")} of ${plural(studies, "study", "studies")} ` +
    `on ${machineCount(newestFirst)}, the last ${datedWords([newest])} on ${formatDay(newest.run.startedAt)}.`
  );
}

function restWords(count: number): string {
  return count > 0 ? `${plural(count, "run")} before these: see the pages of the studies and of the machines.` : "";
}

/** A study with the foremost answer of its newest run. */
function studyCard(runs: readonly [ListedRun, ...ListedRun[]], highlightsOf: HighlightsOf) {
  const [newest] = speakingRuns(runs);
  const { run } = newest;
  const { hero, answers } = highlightsOf(newest);
  return {
    href: paths.study(run.study),
    title: run.study,
    runs: plural(runs.length, "run"),
    machines: machineCount(runs),
    together: hasMachinesPage(runs) ? paths.machines(run.study) : "",
    use: hero?.use ?? "Nothing can be said: too few usable measurements",
    isSentence: hero?.isSentence ?? true,
    gain: hero && hero.amount !== "" ? `${hero.amount} ${hero.than}` : "",
    tone: hero?.tone ?? "open",
    picture: answers[0]?.picture ?? null,
    source: { href: paths.run(newest), text: whereAndWhen(newest) },
    chips: chipsOf(newest),
  };
}

/** A machine with the number of its runs. */
function machineLink(entries: readonly [ListedRun, ...ListedRun[]], nameOf: (entry: ListedRun) => string) {
  const [entry] = entries;
  return { href: paths.machine(entry.run.machine.id), text: nameOf(entry), where: plural(entries.length, "run") };
}

function runRow(entry: ListedRun, machine: string) {
  return {
    href: paths.run(entry),
    title: runTitle(entry),
    where: [`${machine}, ${dateWords(entry)}`, ...chipsOf(entry).map(({ text }) => text)].join(" · "),
  };
}

function comparisonLink(one: PairInShort) {
  const [a, b] = [one.pair.a.run.study, one.pair.b.run.study];
  return { href: paths.pair(one.pair), study: a === b ? a : `${a}, ${b}`, ...comparisonLine(one) };
}
