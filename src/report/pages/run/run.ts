import { type Answer, answersOf } from "../../../analysis/answer/answer.js";
import { failedExperiments, failureWords, groupWords } from "../../../analysis/results/failed-cells.js";
import { blockRange, hasFailed } from "../../../record/folder/run-facts.js";
import { formatDate } from "../../../words/date.js";
import { plural } from "../../../words/number.js";
import { type Pair, pairSlug } from "../../archive/comparison-pairs.js";
import { experimentsOf, type RunEntry } from "../../archive/run-entry.js";
import { chartsFor } from "../../charts/kinds/index.js";
import type { Renderer } from "../../charts/output/render.js";
import { type AnswerRow, foldedRows, type HeroModel, heroOf, rowOf } from "../../page-model/answers.js";
import { anchorOf, experimentHref, isSplit, type Page, rootOf } from "../../page-model/page.js";
import { type Link, paths } from "../../page-model/paths.js";
import { chipsOf, dateWords, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { csvFiles, figurePaths, recordFiles } from "../figure-files.js";
import { chartPages, type DrawnFigure } from "../figures.js";
import { sentenceOf } from "../run-highlights.js";
import { SmallFigures } from "../small-pictures.js";
import { baselinesPages } from "./baselines.js";
import { reproduceOf } from "./citation.js";
import { type ExperimentModel, experimentModel, experimentPages } from "./experiment.js";
import { limitsOf } from "./limits.js";
import { factsOf } from "./measured.js";

export interface RunPageInput {
  entry: RunEntry;
  /** Pairs that the run is part of. */
  pairs: readonly Pair[];
  /** Number of runs on the page of several against this one; 0: no such page. */
  against: number;
  /** Whether charts and further baselines are left out. */
  isLight: boolean;
  render: Renderer;
}

/** The pages of one run: one with all of it, or, of several experiments, one that leads to a page for each. */
export async function* runPages(input: RunPageInput): AsyncGenerator<Page> {
  const { entry, render, isLight } = input;
  yield* runPage(input);
  if (!isSplit(entry.run)) return;
  const drawn: DrawnFigure[] = [];
  for (const index of entry.run.experiments.keys()) yield* experimentPages(entry, index, { render, isLight }, drawn);
}

/** The page of one run, and after it those of its charts and of its cells against every baseline. */
async function* runPage({ entry, pairs, against, render, isLight }: RunPageInput): AsyncGenerator<Page> {
  const path = `run/${entry.run.id}/index.html`;
  const root = rootOf(path);
  const { frame, body, experiments } = await runModel({ entry, render, path, isWhole: false, isLight });
  const drawn = experiments.flatMap((one) => one.drawn);
  const hasCharts =
    !isLight && experimentsOf(entry).some(({ analysed, experiment }) => chartsFor(analysed, experiment).length > 0);
  yield {
    path,
    template: "run",
    section: "runs",
    ...frame,
    body: {
      ...body,
      csv: hasCharts ? figurePaths("").csv : "",
      comparisons: [...severalLink(entry, against, root), ...pairs.map((pair) => comparisonLink(pair, entry, root))],
    },
    charts: drawn.length,
    files: [...(await recordFiles(drawn, render)), ...csvFiles(drawn)],
  };
  for (const [index, { drawn: own, title }] of experiments.entries()) {
    yield* chartPages(own, { path, text: `${title}: ${frame.title}` });
    if (!isLight) yield* baselinesPages(entry, index);
  }
}

export interface RunModelInput {
  entry: RunEntry;
  render: Renderer;
  /** Path of the page. */
  path: string;
  /** Whether every experiment stands on the page, however many there are; else several have pages of their own. */
  isWhole: boolean;
  /** Whether charts and further baselines are left out. */
  isLight?: boolean;
}

/** The content of a run's page in its order: the answer, the other questions, experiments, measurement, limits, reproduction. */
export async function runModel({ entry, render, path, isWhole, isLight = false }: RunModelInput) {
  const { run, analysis } = entry;
  const root = rootOf(path);
  const isApart = isSplit(run) && !isWhole;
  const all = answersOf(analysis);
  const [lead = null] = all;
  const experiments: ExperimentModel[] = [];
  for (const { experiment, analysed } of isApart ? [] : inOrder(experimentsOf(entry), all)) {
    const opening = analysed.id === lead?.experiment ? lead : null;
    experiments.push(await experimentModel({ entry, experiment, analysed, opening, path, render, isWhole, isLight }));
  }
  const { hero, rows } = hasFailed(run) ? { hero: failedHero(entry), rows: [] } : await openingOf(entry, all, render);
  const body = {
    heading: runTitle(entry),
    kicker: kickerOf(entry, root),
    chips: chipsOf(entry, isLight),
    failures: hasFailed(run) ? [] : failureWords(analysis.experiments),
    hero,
    ...foldedRows(rows),
    experiments,
    facts: factsOf(entry),
    limits: limitsOf(entry),
    parts: partsOf(entry, root),
    ...reproduceOf(entry, root),
    csv: "",
  };
  const frame = {
    title: `${runTitle(entry)} on ${whereAndWhen(entry)}`,
    description: lead ? sentenceOf(lead) : `A recorded run of the study ${run.study}.`,
  };
  return { frame, body, experiments };
}

/** The foremost answer, large, and the others as rows. */
async function openingOf(
  entry: RunEntry,
  [lead, ...others]: readonly Answer[],
  render: Renderer,
): Promise<{ hero: HeroModel | null; rows: AnswerRow[] }> {
  if (lead === undefined) return { hero: null, rows: [] };
  const figures = new SmallFigures(entry, render);
  const hrefOf = ({ experiment }: Answer) => experimentHref(entry.run, experiment);
  const rows: AnswerRow[] = [];
  for (const answer of others) {
    rows.push(rowOf(answer, hrefOf(answer), await figures.row(answer, `q-${answer.experiment}`)));
  }
  const picture = await figures.hero(lead, "answer");
  const href = isSplit(entry.run) ? hrefOf(lead) : "";
  return { hero: heroOf(lead, { id: "answer", question: lead.question, href, picture }), rows };
}

/** Opens the page of a run that failed: what failed, and with which errors. */
function failedHero({ analysis }: RunEntry): HeroModel {
  const [first, ...others] = failedExperiments(analysis.experiments);
  const groups = first?.groups ?? [];
  const [only] = groups;
  const isOne = groups.length === 1;
  return {
    id: "answer",
    question: "",
    href: "",
    use: first?.headline ?? "This recording failed",
    isSentence: true,
    amount: "",
    than: "",
    tone: "bad",
    interval: null,
    sure: isOne ? (only?.words ?? "") : "",
    reasons: [...(isOne ? (only?.trace ?? []) : groups.map(groupWords)), ...others.map(({ headline }) => headline)],
    picture: null,
  };
}

/** Experiments in the order of their answers. */
function inOrder<E extends { analysed: { id: string } }>(experiments: readonly E[], answers: readonly Answer[]): E[] {
  return answers.flatMap(({ experiment }) => experiments.filter(({ analysed }) => analysed.id === experiment));
}

/** Link to the page of several runs against this one, where there is one. */
function severalLink(entry: RunEntry, against: number, root: string): Link[] {
  return against === 0
    ? []
    : [{ href: root + paths.several(entry), text: `${plural(against, "run")} against this one` }];
}

function comparisonLink(pair: Pair, entry: RunEntry, root: string) {
  const isReference = pair.a.run.id === entry.run.id;
  const other = isReference ? pair.b : pair.a;
  return {
    href: `${root}compare/${pairSlug(pair)}/index.html`,
    text: `${isReference ? "As reference for" : "Against"} ${runTitle(other)} on ${whereAndWhen(other)}`,
  };
}

/** Links to the study and the machine of the run, and its date. */
function kickerOf(entry: RunEntry, root: string) {
  const { run } = entry;
  return {
    study: { href: root + paths.study(run.study), text: run.study },
    machine: { href: root + paths.machine(run.machine.id), text: run.machine.name },
    date: dateWords(entry),
  };
}

/** Headings of the page for a table of contents. */
export function contentsOf(experiments: readonly Pick<ExperimentModel, "id" | "title">[]) {
  return [
    ...experiments.map(({ id, title }) => ({ href: `#${anchorOf(id)}`, text: title })),
    { href: "#measured", text: "How it was measured" },
    { href: "#limits", text: "Limits" },
    { href: "#reproduce", text: "Reproduce and cite" },
  ];
}

/** A run whose blocks a page shows beside those of its own run. */
interface Part {
  /** "" for the page's own run. */
  href: string;
  text: string;
}

export interface Parts {
  /** Runs whose blocks are analysed together, oldest first; none where the run stands alone. */
  pooled: Part[];
  /** Reason why the blocks of a parent are missing; "" without one. */
  missing: string;
  /** Runs that go on with this one. */
  children: Part[];
}

/** Runs that share blocks with a run; `null` where it stands alone. */
function partsOf({ run, line, children }: RunEntry, root: string): Parts | null {
  const { runs, broken } = line;
  const partOf = ({ id, startedAt, blocks }: RunEntry["children"][number]): Part => ({
    href: id === run.id ? "" : `${root}run/${id}/index.html`,
    text: `${plural(blocks, "repeat")}, ${formatDate(startedAt)}${id === run.id ? " (this run)" : ""}`,
  });
  const pooled = runs.length < 2 ? [] : runs.map((part) => partOf({ ...part, blocks: blockRange(part).count }));
  const missing =
    broken === null
      ? ""
      : `This run continues ${broken.id}, whose repeats are not among those shown here: ${broken.why}.`;
  if (pooled.length === 0 && missing === "" && children.length === 0) return null;
  return { pooled, missing, children: children.map(partOf) };
}
