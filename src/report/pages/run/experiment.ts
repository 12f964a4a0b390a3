import { type Answer, answerOf } from "../../../analysis/answer/answer.js";
import { isAboutMeasurement } from "../../../analysis/answer/finding-order.js";
import { asksForTimes } from "../../../analysis/results/asks-for-times.js";
import type { ExperimentAnalysis, Finding } from "../../../analysis/results/run-analysis.js";
import type { Experiment } from "../../../record/schema/run-schema.js";
import { plural, whole } from "../../../words/number.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { chartsFor } from "../../charts/kinds/index.js";
import type { Renderer } from "../../charts/output/render.js";
import { aloneCommand, neededWords } from "../../page-model/alone-command.js";
import { foldedFindings, type HeroModel, heroOf } from "../../page-model/answers.js";
import { sortFindings } from "../../page-model/findings-order.js";
import { anchorOf, experimentPath, type Page, rootOf } from "../../page-model/page.js";
import { chipsOf, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { sizesTable } from "../../tables/advice.js";
import { experimentTables } from "../../tables/experiment-tables.js";
import { shownRows } from "../../tables/table.js";
import { csvFiles, figurePaths, recordFiles } from "../figure-files.js";
import { chartPages, type DrawnFigure, drawFigure } from "../figures.js";
import { sentenceOf } from "../run-highlights.js";
import { SmallFigures } from "../small-pictures.js";
import { baselinesPages, baselinesPath, hasBaselines } from "./baselines.js";
import { type Evidence, foldedEvidence, type MoreEvidence } from "./folded-evidence.js";
import { experimentFacts } from "./measured.js";

/** One experiment as a page shows it, by itself or among others. */
export interface ExperimentModel extends Evidence {
  id: string;
  anchor: string;
  title: string;
  question: string;
  summary: string;
  /** The answer, where the page does not open with it elsewhere. */
  hero: HeroModel | null;
  /** All findings, the most telling first, behind `findingsTitle`. */
  findings: Pick<Finding, "headline" | "detail">[];
  findingsTitle: string;
  more: MoreEvidence | null;
  /** All figures, the folded ones too, with the files that go beside them. */
  drawn: DrawnFigure[];
}

export interface ExperimentInput {
  entry: RunEntry;
  experiment: Experiment;
  analysed: ExperimentAnalysis;
  /** The answer that the page opens with elsewhere; `null`: the experiment opens with its own. */
  opening: Answer | null;
  /** Path of the page. */
  path: string;
  render: Renderer;
  /** Whether the experiment has a page of its own, where findings about the measurement stand apart. */
  alone?: boolean;
  /** Whether nothing is folded away: the page is handed on by itself. */
  isWhole?: boolean;
  /** Whether charts and further baselines are left out. */
  isLight?: boolean;
}

/** Draws the charts of an experiment and fills its tables. */
export async function experimentModel(input: ExperimentInput): Promise<ExperimentModel> {
  const { entry, experiment, analysed, opening, path, render, alone = false, isWhole = false, isLight = false } = input;
  const drawn: DrawnFigure[] = [];
  const { csv } = figurePaths(`run/${entry.run.id}/index.html`);
  for (const { id: chart, spec } of isLight ? [] : chartsFor(analysed, experiment)) {
    const picture = spec({ analysis: analysed, experiment, machine: entry.run.machine });
    const folder = `chart/${entry.run.id}/${analysed.id}/${chart}/`;
    const place = { id: `${anchorOf(analysed.id)}-${chart}`, path, folder, csv, experiment: analysed.id, chart };
    drawn.push(await drawFigure(render, place, picture));
  }
  const own = alone ? analysed.findings.filter((finding) => !isAboutMeasurement(finding)) : analysed.findings;
  const { open, more } = sortFindings(own, { timed: asksForTimes(analysed) });
  const filled = experimentTables(analysed, experiment, { root: rootOf(path) });
  const sizes = sizesTable(entry.analysis, analysed);
  const answers = [...(sizes ? [sizes] : []), ...filled.answers];
  const elsewhere = {
    href: `${rootOf(path)}${baselinesPath(entry.run.id, analysed.id)}`,
    text: "Against another baseline",
  };
  const tables = filled.tables.map((table) =>
    table.id.endsWith("-against-baseline") && hasBaselines(analysed) && !isLight ? { ...table, elsewhere } : table,
  );
  const evidence = {
    answers: answers.map(shownRows),
    figures: drawn.map(({ figure }) => figure),
    tables: tables.map(shownRows),
  };
  return {
    id: analysed.id,
    anchor: anchorOf(analysed.id),
    title: analysed.title,
    question: analysed.question ?? "",
    summary: `${combinations(analysed)}, ${trialsOf(experiment)}`,
    hero: opening === null ? await ownHero(input) : null,
    ...foldedFindings([...open, ...more]),
    ...(isWhole ? { ...evidence, more: null } : foldedEvidence(evidence)),
    drawn,
  };
}

async function ownHero({ entry, analysed, render, alone = false }: ExperimentInput): Promise<HeroModel> {
  const answer = answerOf(analysed);
  const id = `${anchorOf(analysed.id)}-answer`;
  const picture = await new SmallFigures(entry, render).hero(answer, id);
  return heroOf(answer, { id, question: alone ? answer.question : "", href: "", picture });
}

function combinations({ cells: { length: shown }, recordedCells = shown }: ExperimentAnalysis): string {
  const all = plural(recordedCells, "combination");
  return shown < recordedCells ? `${whole(shown)} of ${all}` : all;
}

function trialsOf({ cells }: Experiment): string {
  const trials = cells.flatMap((cell) => cell.trials);
  const bad = trials.filter(({ status }) => status !== "ok").length;
  return bad === 0
    ? plural(trials.length, "measurement")
    : `${plural(trials.length, "measurement")}, ${whole(bad)} not finished`;
}

/**
 * Pages of one of several experiments of a run: its own, then those of its charts and baselines.
 *
 * @param before figures of the experiments before it, which gets its own: the CSV of the run comes with the last
 */
export async function* experimentPages(
  entry: RunEntry,
  index: number,
  { render, isLight }: { render: Renderer; isLight: boolean },
  before: DrawnFigure[],
): AsyncGenerator<Page> {
  const { run, analysis } = entry;
  const [experiment, analysed] = [
    run.experiments[index] as Experiment,
    analysis.experiments[index] as ExperimentAnalysis,
  ];
  const path = experimentPath(run.id, experiment.id);
  const shown = { opening: null, path, render, alone: true, isLight };
  const model = await experimentModel({ entry, experiment, analysed, ...shown });
  before.push(...model.drawn);
  const command = aloneCommand(run, experiment.id);
  const title = `${model.title}: ${runTitle(entry)} on ${whereAndWhen(entry)}`;
  yield {
    path,
    template: "experiment",
    title,
    description: sentenceOf(answerOf(analysed)),
    section: "runs",
    body: {
      ...model,
      run: { href: "../index.html", text: `${runTitle(entry)} on ${whereAndWhen(entry)}` },
      chips: chipsOf(entry, isLight),
      facts: experimentFacts(entry, experiment.id),
      doubts: analysed.findings.filter(isAboutMeasurement).map(({ text }) => text),
      measured: "../index.html#measured",
      command,
      needed: neededWords(command, [experiment]),
      previous: neighbour(analysis.experiments[index - 1]),
      next: neighbour(analysis.experiments[index + 1]),
    },
    charts: model.drawn.length,
    files: [
      ...(await recordFiles(model.drawn, render)),
      ...(index === run.experiments.length - 1 ? csvFiles(before) : []),
    ],
  };
  yield* chartPages(model.drawn, { path, text: title });
  if (!isLight) yield* baselinesPages(entry, index);
}

function neighbour(experiment: ExperimentAnalysis | undefined) {
  return experiment === undefined ? null : { href: `../${experiment.id}/index.html`, text: experiment.title };
}
