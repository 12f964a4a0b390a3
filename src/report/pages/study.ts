import type { Series } from "../../analysis/history/series.js";
import { type Entry, groupEntries } from "../archive.js";
import { formatDate } from "../format/date.js";
import { plural } from "../format/number.js";
import { machinesTable } from "../tables/machines.js";
import { runsTables } from "../tables/runs.js";
import { newestAnswers } from "./answers.js";
import { type ComparedPair, comparisonLine } from "./compare.js";
import { historyLinks } from "./history-links.js";
import { paths, runLink } from "./links.js";
import { type Page, rootOf } from "./page.js";
import { chipsOf } from "./run-words.js";

/** Comparisons that a study's page leads to; the pages of its runs lead to all of theirs. */
const MOST_COMPARISONS = 12;

export interface StudyPageInput {
  /** The runs of one study, newest first. */
  entries: readonly [Entry, ...Entry[]];
  compared: readonly ComparedPair[];
  series: readonly Series[];
}

/** The page of one study: its questions with the newest answers, its machines side by side, its history, all its runs. */
export function studyPage({ entries, compared, series }: StudyPageInput): Page {
  const [newest] = entries;
  const { study } = newest.run;
  const path = paths.study(study);
  const root = rootOf(path);
  const machines = groupEntries(entries, ({ run }) => run.machine.id);
  const ownPairs = compared.filter(({ pair: { a, b } }) => a.run.study === study || b.run.study === study);
  const history = historyLinks(
    series.filter((one) => one.study === study),
    root,
  );
  const besides = machinesTable(
    machines.map(([first]) => first),
    root,
  );
  const comparisons = ownPairs.slice(0, MOST_COMPARISONS).map((one) => ({
    href: root + paths.pair(one.pair),
    ...comparisonLine(one),
  }));
  return {
    frame: {
      path,
      template: "study",
      title: `The study ${study}`,
      description: newest.analysis.findings[0]?.text ?? `Every recorded run of the study ${study}.`,
      section: "runs",
      contents: [
        { href: "#answers", text: "Questions and answers" },
        ...(besides ? [{ href: "#side-by-side", text: "Machines side by side" }] : []),
        ...(comparisons.length > 0 ? [{ href: "#comparisons", text: "Runs set against each other" }] : []),
        ...(history.length > 0 ? [{ href: "#history", text: "History" }] : []),
        { href: "#runs", text: "All its runs" },
      ],
    },
    body: {
      heading: study,
      summary: summaryOf(entries, machines.length),
      newest: runLink(newest, root),
      chips: chipsOf(newest),
      answers: newestAnswers(entries, root),
      machines: besides,
      comparisons,
      history,
      runs: runsTables({ entries, root, by: "machine" }),
    },
    charts: 0,
  };
}

/** "5 runs on 2 machines, recorded from 21 Nov 2026 to 30 Nov 2026. They follow 2 different definitions of the study." */
function summaryOf(newestFirst: readonly Entry[], machines: number): string {
  const dates = [newestFirst.at(-1), newestFirst[0]].map(
    (entry) => formatDate(entry?.run.startedAt ?? "").split(",")[0],
  );
  const [from, to] = dates;
  const when = from === to ? `on ${from}` : `from ${from} to ${to}`;
  const definitions = new Set(newestFirst.map(({ run }) => run.studyHash)).size;
  const unlike = definitions > 1 ? ` They follow ${definitions} different definitions of the study.` : "";
  return `${plural(newestFirst.length, "run")} on ${plural(machines, "machine")}, recorded ${when}.${unlike}`;
}
