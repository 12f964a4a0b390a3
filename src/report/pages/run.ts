import type { ExperimentAnalysis, Finding } from "../../analysis/types.js";
import type { Experiment } from "../../record/schema.js";
import type { Entry } from "../archive.js";
import type { Chart } from "../charts/chart.js";
import { charts } from "../charts/index.js";
import type { Renderer } from "../charts/render.js";
import { fixed, plural } from "../format/number.js";
import { type Pair, pairSlug } from "../pairs.js";
import { cellsTable, cpuTimeTable, failuresTable } from "../tables/cells.js";
import { acrossTable, baselineTable, stepsTable, type TableContext } from "../tables/changes.js";
import { decisionTable } from "../tables/decision.js";
import type { TableModel } from "../tables/table.js";
import { drawFigure, type FigureModel } from "./figures.js";
import { limitsOf } from "./limits.js";
import { factsOf } from "./measured.js";
import type { Page } from "./page.js";
import { anchorOf, rootOf } from "./page.js";
import { reproduceOf } from "./reproduce.js";
import { chipsOf, runTitle, whereAndWhen } from "./run-words.js";

const MOST_FINDINGS = 5;
/** One experiment may not crowd out the others at the top of the page. */
const MOST_OF_ONE = 2;
/** Further findings that stand open above the charts of their experiment. */
const MOST_OPEN = 4;

export interface RunPageInput {
  entry: Entry;
  /** Pairs that the run is part of. */
  pairs: readonly Pair[];
  render: Renderer;
}

/** The page of one run, in the order of report.md: findings, decision, experiments, measurement, limits, reproduce. */
export async function runPage({ entry, pairs, render }: RunPageInput): Promise<Page> {
  const { run, analysis } = entry;
  const path = `run/${run.id}/index.html`;
  const context = { root: rootOf(path) };
  const top = topFindings(analysis.findings);
  const experiments: ExperimentModel[] = [];
  for (const [index, experiment] of run.experiments.entries()) {
    const analysed = analysis.experiments[index];
    if (analysed) experiments.push(await experimentModel({ entry, experiment, analysed, top, context, render }));
  }
  const decision = decisionTable(analysis);
  return {
    frame: {
      path,
      template: "run",
      title: `${runTitle(entry)} on ${whereAndWhen(entry)}`,
      description: top[0]?.text ?? `A recorded run of the study ${run.study}.`,
      section: "runs",
      contents: contentsOf(experiments, top.length > 0, decision !== null),
    },
    body: {
      heading: runTitle(entry),
      kicker: whereAndWhen(entry),
      chips: chipsOf(entry),
      questions: experiments.flatMap(({ anchor, question }) =>
        question === "" ? [] : [{ href: `#${anchor}`, text: question }],
      ),
      findings: top.map((finding) => ({
        text: finding.text,
        href: `#${anchorOf(finding.experiment)}`,
        source: experiments.length > 1 ? titleOf(entry, finding) : "",
      })),
      decision,
      experiments,
      facts: factsOf(entry),
      limits: limitsOf(entry),
      ...reproduceOf(entry, context.root),
      comparisons: pairs.map((pair) => comparisonLink(pair, entry, context.root)),
    },
    charts: experiments.reduce((sum, { figures }) => sum + figures.length, 0),
  };
}

type RunFinding = Entry["analysis"]["findings"][number];

/** The findings that open the page: the most telling first, at most two of one experiment. */
export function topFindings(findings: readonly RunFinding[]): RunFinding[] {
  const top: RunFinding[] = [];
  for (const finding of findings) {
    const ofOne = top.filter(({ experiment }) => experiment === finding.experiment).length;
    const several = new Set(findings.map(({ experiment }) => experiment)).size > 1;
    if (top.length < MOST_FINDINGS && (!several || ofOne < MOST_OF_ONE)) top.push(finding);
  }
  return top;
}

interface ExperimentModel {
  id: string;
  anchor: string;
  title: string;
  question: string;
  summary: string;
  findings: string[];
  /** Findings of less weight, folded away behind `moreTitle`. */
  more: string[];
  moreTitle: string;
  figures: FigureModel[];
  tables: TableModel[];
}

interface ExperimentInput {
  entry: Entry;
  experiment: Experiment;
  analysed: ExperimentAnalysis;
  top: readonly RunFinding[];
  context: TableContext;
  render: Renderer;
}

async function experimentModel(input: ExperimentInput): Promise<ExperimentModel> {
  const { entry, experiment, analysed, top, context, render } = input;
  const figures: FigureModel[] = [];
  for (const chart of chartsFor(analysed, experiment)) {
    const picture = chart.spec({ analysis: analysed, experiment, machine: entry.run.machine });
    figures.push(await drawFigure(render, `${anchorOf(analysed.id)}-${chart.id}`, picture));
  }
  const findings = otherFindings(analysed.findings, top);
  const tables = [
    baselineTable(analysed, context),
    stepsTable(analysed, context),
    acrossTable(analysed, context),
    cpuTimeTable(analysed, context),
    failuresTable(analysed),
    cellsTable(analysed, context),
  ];
  return {
    id: analysed.id,
    anchor: anchorOf(analysed.id),
    title: analysed.title,
    question: analysed.question ?? "",
    summary: `${plural(analysed.cells.length, "cell")}, ${trialsOf(experiment)}`,
    findings: findings.slice(0, MOST_OPEN),
    more: findings.slice(MOST_OPEN),
    moreTitle: plural(findings.length - MOST_OPEN, "more finding"),
    figures,
    tables: tables.filter((table) => table !== null),
  };
}

/** The charts that the experiment calls for and its cells can fill; where it calls for none of these, all that fit. */
export function chartsFor(analysis: ExperimentAnalysis, experiment: Experiment): Chart[] {
  const all: Chart[] = Object.values(charts);
  const fitting = all.filter((chart) => chart.applies(analysis, experiment));
  const called = fitting.filter(({ id }) => analysis.charts?.includes(id));
  return called.length > 0 ? called : fitting;
}

/** The findings that do not open the page already. */
function otherFindings(findings: readonly Finding[], top: readonly Finding[]): string[] {
  const said = new Set(top.map(({ text }) => text));
  return findings.flatMap(({ text }) => (said.has(text) ? [] : [text]));
}

function trialsOf({ cells }: Experiment): string {
  const trials = cells.flatMap((cell) => cell.trials);
  const bad = trials.filter(({ status }) => status !== "ok").length;
  return bad === 0 ? plural(trials.length, "trial") : `${plural(trials.length, "trial")}, ${fixed(bad)} not finished`;
}

function titleOf({ run }: Entry, { experiment }: RunFinding): string {
  return run.experiments.find(({ id }) => id === experiment)?.title ?? experiment;
}

function comparisonLink(pair: Pair, entry: Entry, root: string) {
  const isReference = pair.a.run.id === entry.run.id;
  const other = isReference ? pair.b : pair.a;
  return {
    href: `${root}compare/${pairSlug(pair)}/index.html`,
    text: `${isReference ? "As reference for" : "Against"} ${runTitle(other)} on ${whereAndWhen(other)}`,
  };
}

function contentsOf(experiments: readonly ExperimentModel[], findings: boolean, decision: boolean) {
  return [
    ...(findings ? [{ href: "#findings", text: "Findings" }] : []),
    ...(decision ? [{ href: "#decide", text: "What to use" }] : []),
    ...experiments.map(({ id, title }) => ({ href: `#${anchorOf(id)}`, text: title })),
    { href: "#measured", text: "How it was measured" },
    { href: "#limits", text: "Limits" },
    { href: "#reproduce", text: "Reproduce and cite" },
  ];
}
