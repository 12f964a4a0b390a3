import { isOneThread, strategyWords } from "../../../analysis/cells/cell-labels.js";
import type { Change, Method } from "../../../analysis/results/run-analysis.js";
import { isDated } from "../../../record/folder/run-facts.js";
import { runtimeTitle } from "../../../record/schema/interpreter-names.js";
import { isStartedAnew } from "../../../record/schema/programs-of.js";
import type { Cell, Experiment } from "../../../record/schema/run-schema.js";
import { formatDate } from "../../../words/date.js";
import { plural, whole } from "../../../words/number.js";
import { percentLevel } from "../../../words/percent.js";
import { list } from "../../../words/sentence.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { isMany } from "../../page-model/page.js";
import { repeatWords, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { type Fact, factsOf, NAME_TERM, UNKNOWN } from "../../pages/run/measured.js";
import { column, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import { type Draft, heading, paragraph, type Word } from "../model.js";
import type { Subject } from "../subjects.js";

/** Facts that a reader needs to record such a run again. */
const MACHINE_FACTS = [
  "machine",
  "processor",
  "cores",
  "usable",
  "CPU quota",
  "memory",
  "system",
  "virtualisation",
  "CPU governor",
  "scratch files on",
  "recorded with",
  "Node",
  "Node options",
  "commit",
  "load before, after",
  "time stolen",
  "time throttled",
  "started, finished",
];

/** More levels of a factor are counted. */
const MOST_LEVELS = 8;

/** Most rows of the table of experiments. */
const MOST_EXPERIMENTS = 6;

/** Description of the machine, of measuring and of comparing. */
export function methodSection(entries: readonly RunEntry[], subjects: readonly Subject[]): Draft[] {
  const single = entries.length === 1;
  return [
    heading(2, "machine", single ? "Machine" : "Machines and runs"),
    ...entries.flatMap((entry, index): Draft[] => [
      ...(single ? [] : [heading(3, `machine-${index + 1}`, `${runTitle(entry)}: ${whereAndWhen(entry)}`)]),
      { kind: "facts", facts: machineFacts(entry) },
    ]),
    heading(2, "method", "Method"),
    ...entries.map((entry) => paragraph(...measuringWords(entry, single ? "" : `${runTitle(entry)}: `))),
    paragraph(...comparingWords(entries, subjects)),
    ...recorded(subjects),
  ];
}

function machineFacts(entry: RunEntry): Fact[] {
  const { origin, software } = entry.run;
  // The sizes of many experiments would fill half a page; the seed and the command record them again.
  const interpreters = software.interpreters?.map(({ runtime }) => runtimeTitle(runtime)) ?? [];
  const isShown = ({ term }: Fact) =>
    [...MACHINE_FACTS, ...interpreters].includes(term) ||
    term.startsWith(NAME_TERM) ||
    (term.startsWith("size in ") && !isMany(entry.run));
  const facts = factsOf(entry).filter(isShown);
  if (origin === undefined) return facts;
  // Of an import, what its file does not say is no fact of the machine.
  const isSaid = ({ term, text }: Fact) =>
    text !== UNKNOWN && !(term === "recorded with" && software.tool.version === "unknown");
  const when = isDated(entry.run) ? [{ term: "recorded", text: formatDate(entry.run.startedAt) }] : [];
  return [...facts.filter(isSaid), ...when, { term: "imported from", text: origin.file }];
}

function measuringWords(entry: RunEntry, prefix: string): Word[] {
  const { run, analysis } = entry;
  const cells = run.experiments.flatMap((experiment) => experiment.cells);
  const trials = cells.flatMap((cell) => cell.trials);
  const holder = analysis.part === undefined ? "The run" : "What is shown of the run";
  const counts = `${plural(cells.length, "combination")} and ${plural(trials.length, "trial")}${unfinishedWords(cells)}`;
  if (run.origin !== undefined) {
    return [
      `${prefix}${holder} holds ${counts}, recorded elsewhere and imported from ${run.origin.file}: ${noteOf(run.origin.note)}`.replace(
        /[.]?$/,
        ".",
      ),
    ];
  }
  const commands = run.experiments.every((experiment) =>
    experiment.cells.every(({ factors }) => isStartedAnew(experiment, factors.strategy)),
  );
  const seed = run.seed === null ? "" : ` (seed ${run.seed})`;
  return [
    `${prefix}${holder} holds ${counts}. `,
    analysis.blocks.max === 0
      ? ""
      : `Combinations were recorded in randomised complete blocks, ${analysis.blocks.max === 1 ? "one repeat" : repeatWords(analysis.blocks)} each: every block runs every combination once, in an order shuffled anew${seed}, so that a slow minute touches all alike. `,
    commands
      ? "A repeat (a trial) is the program itself, from before it is started until it is gone."
      : "A repeat (a trial) is one combination, executed once in a freshly started host process with a controlled environment. Its time runs from the first start-up to the last result: starting workers is part of it everywhere.",
    ...run.experiments.flatMap(({ versions }) => (versions === undefined ? [] : versionWords(versions))),
  ];
}

/** How two versions were held against each other. */
function versionWords({ before, after, twin, sideBySide }: NonNullable<Experiment["versions"]>): string[] {
  const ran = sideBySide ? " ran at once, each on its half of the processors, and" : "";
  const again =
    twin === undefined ? "" : ` The twin, ${twin}, is ${before} once more: what the two differ by is noise.`;
  return [` The versions, ${before} and ${after},${ran} are compared within blocks.${again}`];
}

/** What a user said of an import ends before what the import says. */
function noteOf(note: string): string {
  return note.replace(/([^.!?\s])\s+(Imported from )/, "$1. $2");
}

/** ", of which 255 did not finish: 250 by faults that were planned, to see what becomes of the other tasks". */
function unfinishedWords(cells: readonly Cell[]): string {
  const unfinished = (of: readonly Cell[]) =>
    of.reduce((sum, { trials }) => sum + trials.filter(({ status }) => status !== "ok").length, 0);
  const all = unfinished(cells);
  const planned = unfinished(cells.filter(({ factors }) => typeof factors.more?.fault === "string"));
  if (all === 0) return "";
  const count = `, of which ${whole(all)} did not finish`;
  if (planned === 0) return count;
  return `${count}: ${planned === all ? "all" : whole(planned)} by faults that were planned, to see what becomes of the other tasks`;
}

/** Estimate of a change by each method. */
const ESTIMATES: Record<Exclude<Method, "single-trial">, Word[]> = {
  "signed-rank": [
    "the Hodges-Lehmann estimate of the log ratios of common blocks ",
    { cite: "hodges-lehmann" },
    ", with the interval and the p value of the exact signed-rank test ",
    { cite: "signed-rank" },
  ],
  "paired-t": [
    "the mean of the log ratios of common blocks, with the interval and the p value of a paired t test ",
    { cite: "student" },
  ],
  welch: [
    "the difference of the mean log times, with the interval and the p value of Welch's t test ",
    { cite: "welch" },
  ],
  bootstrap: ["the ratio of the medians, with a percentile bootstrap interval ", { cite: "bootstrap" }],
};

function comparingWords(entries: readonly RunEntry[], subjects: readonly Subject[]): Word[] {
  const changes = subjects.flatMap(({ analysed }) => Object.values(analysed.changes).flat() as Change[]);
  const methods = [
    ...new Set(changes.flatMap(({ method }) => (method === null || method === "single-trial" ? [] : [method]))),
  ];
  const singles = changes.some(({ method }) => method === "single-trial");
  if (methods.length === 0) {
    return [
      singles
        ? "Times are set against each other as ratios. With one repeat of each combination there is no interval, no test and no verdict."
        : "No two times could be set against each other.",
    ];
  }
  const areTimes = entries.every(({ analysis }) => analysis.experiments.every(({ measure }) => measure === undefined));
  const floors = [...new Set(entries.map(({ analysis }) => analysis.floorPercent))].map(percentLevel);
  return [
    `Two ${areTimes ? "times" : "figures"} are compared by `,
    ...methods.flatMap((method, index) => [index === 0 ? "" : "; or by ", ...ESTIMATES[method]]),
    ". A change is called one where its p value holds at 5 % after the correction for many comparisons ",
    { cite: "benjamini-hochberg" },
    ` and it is at least ${list(floors)}; two times are called equal where two one-sided tests put them within 3 % of each other `,
    { cite: "tost" },
    "; all else is not enough evidence. Intervals are 95 %, those of equal times 90 %: what the two tests come to.",
    methods.some((method) => method === "signed-rank" || method === "paired-t")
      ? " Changes are estimated within blocks, so that they may differ somewhat from the quotient of two medians."
      : "",
    singles ? " Where a combination has one repeat there is no interval and no verdict." : "",
  ];
}

function recorded(subjects: readonly Subject[]): Draft[] {
  if (subjects.length > MOST_EXPERIMENTS || subjects.length === 0) return [];
  return [
    paragraph({ ref: "table-recorded" }, " lists what was recorded: a combination has one level of each factor."),
    { kind: "table", id: "table-recorded", table: recordedTable(subjects) },
  ];
}

function recordedTable(subjects: readonly Subject[]): TableModel {
  return table({
    id: "recorded",
    caption: "The experiments.",
    columns: [
      column("experiment"),
      column("the same in all"),
      column("varied"),
      column("combinations", "n"),
      column("trials", "n"),
    ],
    rows: subjects.map((subject) => ({
      head: textCell(subject.title),
      cells: [
        textCell(sharedWords(subject)),
        textCell(variedWords(subject)),
        numberCell(whole(subject.analysed.cells.length)),
        numberCell(whole(subject.experiment.cells.reduce((sum, { trials }) => sum + trials.length, 0))),
      ],
    })),
    fold: "",
  });
}

function sharedWords({ analysed: { constant, division } }: Subject): string {
  const { strategy, workload, workers, tasks, n } = constant;
  const words = [
    workload === undefined ? "" : strategyWords(workload),
    strategy === undefined ? "" : strategyWords(strategy),
    workers === undefined || (strategy !== undefined && isOneThread(strategy)) ? "" : plural(workers, "worker"),
    tasks === undefined || division === "shares" ? "" : plural(tasks, "task"),
    n === undefined ? "" : `N = ${whole(n)}`,
  ];
  return words.filter(Boolean).join(", ") || "–";
}

/** "strategy: sequential, thread pool; workers: 1, 2, 4". */
function variedWords({ analysed: { varying, cells, division } }: Subject): string {
  const factors = cells.map((cell) => cell.factors);
  const levels = (values: (string | number | undefined)[]) => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    const sorted = known.every((value) => typeof value === "number")
      ? known.toSorted((a, b) => Number(a) - Number(b))
      : known;
    const named = sorted.map((value) => (typeof value === "number" ? whole(value) : strategyWords(value)));
    const more = named.length - MOST_LEVELS;
    return more < 2 ? named.join(", ") : `${named.slice(0, MOST_LEVELS).join(", ")} and ${whole(more)} more`;
  };
  const parts = varying
    .filter((name) => name !== "more" && !(division === "shares" && name === "tasks"))
    .map((name) => {
      const counted = name === "workers" ? factors.filter(({ strategy }) => !isOneThread(strategy)) : factors;
      return `${name === "n" ? "N" : name}: ${levels(counted.map((one) => one[name] as string | number | undefined))}`;
    });
  const more = [...new Set(factors.flatMap(({ more = {} }) => Object.keys(more)))];
  const own = varying.includes("more")
    ? more.map(
        (name) =>
          `${strategyWords(name)}: ${levels(factors.map((one) => one.more?.[name]).map((level) => (typeof level === "boolean" ? String(level) : level)))}`,
      )
    : [];
  return [...parts, ...own].join("; ") || "–";
}
