import type { Series } from "../../../analysis/history/series.js";
import { choiceFinding } from "../../../analysis/machines/machine-findings.js";
import { formatDay } from "../../../words/date.js";
import { plural } from "../../../words/number.js";
import type { Pair } from "../../archive/comparison-pairs.js";
import { type ListedRun, newestOfMachines, speakingRuns } from "../../archive/run-entry.js";
import { foldedRows } from "../../page-model/answers.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { paths, runLink } from "../../page-model/paths.js";
import { chipsOf, datedWords, machineCount } from "../../page-model/run-words.js";
import type { Address } from "../../page-model/site-address.js";
import { machineQuestions } from "../../tables/machine-figures.js";
import { machinesTable } from "../../tables/machines.js";
import { olderRunsTable, runsTables } from "../../tables/runs.js";
import { comparisonLine, type PairInShort } from "../comparing/compare.js";
import { historyLinks } from "../history/history-links.js";
import { type HighlightsOf, newestAnswers, newestHero } from "../run-highlights.js";
import { badgeOf } from "./badge.js";
import { type OlderRuns, olderLinks, olderPages, portionsOf } from "./older.js";

/** Most comparisons that the page of a study links to. */
const MOST_COMPARISONS = 12;

export interface StudyPageInput {
  /** The runs of one study, newest first. */
  entries: readonly [ListedRun, ...ListedRun[]];
  /** Pairs with a run of the study, newest first. */
  pairs: readonly Pair[];
  inShort: (pair: Pair) => PairInShort;
  /** Series of the study. */
  series: readonly Series[];
  highlightsOf: HighlightsOf;
  address: Address;
}

/** The page of one study: questions with the newest answers, machines side by side, history, runs. */
export function studyPage({ entries, pairs, inShort, series, highlightsOf, address }: StudyPageInput): Page {
  const speaking = speakingRuns(entries);
  const [newest] = speaking;
  const { study } = newest.run;
  const path = paths.study(study);
  const root = rootOf(path);
  const { newest: newestRuns, older } = portionsOf(entries);
  const history = historyLinks(series, root);
  const besides = machinesTable(newestOfMachines(speaking), root, highlightsOf);
  const comparisons = pairs.slice(0, MOST_COMPARISONS).map((pair) => ({
    href: root + paths.pair(pair),
    ...comparisonLine(inShort(pair)),
  }));
  const hero = newestHero(newest, root, highlightsOf);
  const badge = hero && badgeOf(study, hero, address);
  return {
    path,
    template: "study",
    title: `The study ${study}`,
    description: highlightsOf(newest).sentences[0] ?? `Every recorded run of the study ${study}.`,
    section: "runs",
    body: {
      heading: study,
      summary: summaryOf(entries),
      newest: runLink(newest, root),
      hero,
      chips: chipsOf(newest),
      ...foldedRows(newestAnswers(speaking, root, highlightsOf)),
      machines: besides,
      together: machinesLine(entries, highlightsOf, root),
      comparisons,
      history,
      runs: runsTables({ entries: newestRuns, count: entries.length, root, by: "machine" }),
      older: olderLinks(path, older, ({ run }) => run.startedAt),
      badge,
    },
    files: badge ? [{ path: badge.path, content: badge.svg }] : [],
  };
}

/** What machines have in common, leading to the page that has them all; `null` for fewer than three. */
function machinesLine(entries: readonly [ListedRun, ...ListedRun[]], highlightsOf: HighlightsOf, root: string) {
  const asked = machineQuestions(entries, highlightsOf);
  if (asked === null) return null;
  const text = asked.lead === null ? "" : `${choiceFinding(asked.lead).headline}.`;
  const { study } = entries[0].run;
  return {
    text,
    link: { href: root + paths.machines(study), text: `All ${plural(asked.runs.length, "machine")} on one page` },
  };
}

/** The older runs of a study, a page a portion. */
export function olderStudyPages(entries: readonly [ListedRun, ...ListedRun[]]): OlderRuns {
  const { study } = entries[0].run;
  return olderPages({
    newestFirst: entries,
    path: paths.study(study),
    title: `the study ${study}`,
    section: "runs",
    dateOf: ({ run }) => run.startedAt,
    tableOf: (items, root) => olderRunsTable(items, root, "machine"),
  });
}

/** "5 runs on 2 machines, recorded from 21 Nov 2026 to 30 Nov 2026. They follow 2 different definitions of the study." */
function summaryOf(newestFirst: readonly ListedRun[]): string {
  const dates = [newestFirst.at(-1), newestFirst[0]].map((entry) => formatDay(entry?.run.startedAt ?? ""));
  const [from, to] = dates;
  const when = from === to ? `on ${from}` : `from ${from} to ${to}`;
  const definitions = new Set(newestFirst.map(({ run }) => run.studyHash)).size;
  const unlike = definitions > 1 ? ` They follow ${definitions} different definitions of the study.` : "";
  return `${plural(newestFirst.length, "run")} on ${machineCount(newestFirst)}, ${datedWords(newestFirst)} ${when}.${unlike}`;
}
