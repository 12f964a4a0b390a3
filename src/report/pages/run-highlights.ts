import { type Answer, answersOf, gainWords } from "../../analysis/answer/answer.js";
import { choicesOf, type RunChoice } from "../../analysis/machines/choices.js";
import type { ListedRun, RunEntry } from "../archive/run-entry.js";
import type { Renderer } from "../charts/output/render.js";
import { type AnswerRow, type HeroModel, heroOf, rowOf } from "../page-model/answers.js";
import { experimentLink, runLink } from "../page-model/paths.js";
import { type AdviceRow, adviceRowsOf } from "../tables/advice.js";
import { SmallFigures } from "./small-pictures.js";

/** The parts of a run's analysis that pages about several runs show. */
export interface RunHighlights {
  /** The answer that opens the run's page; `null` without an experiment. */
  hero: HeroModel | null;
  /** The answers of all experiments, that of the hero first. */
  answers: (AnswerRow & { id: string })[];
  /** The first answers in words, each a sentence. */
  sentences: string[];
  decisions: AdviceRow[];
  choices: RunChoice[];
}

/** Those of a run whose analysis fails. */
export const NO_HIGHLIGHTS: RunHighlights = { hero: null, answers: [], sentences: [], decisions: [], choices: [] };

/** Finds the highlights of a run. */
export type HighlightsOf = (run: { run: { id: string } }) => RunHighlights;

/** Most answers that a feed tells of a run. */
const MOST_SENTENCES = 5;

export async function runHighlights(
  { run, analysis }: Pick<RunEntry, "run" | "analysis">,
  render: Renderer,
): Promise<RunHighlights> {
  const answers = answersOf(analysis);
  const figures = new SmallFigures({ run, analysis }, render);
  const rows: RunHighlights["answers"] = [];
  for (const answer of answers) {
    const picture = await figures.row(answer, `a-${run.id}-${answer.experiment}`);
    rows.push({ id: answer.experiment, ...rowOf(answer, "", picture) });
  }
  const [lead] = answers;
  const id = `h-${run.id}`;
  return {
    hero: lead ? heroOf(lead, { id, question: "", href: "", picture: await figures.hero(lead, id) }) : null,
    answers: rows,
    sentences: answers.slice(0, MOST_SENTENCES).map(sentenceOf),
    decisions: adviceRowsOf(analysis),
    choices: choicesOf(analysis),
  };
}

/** "2 workers, any pool: 34 % less time than sequential, 1.5× as fast." */
export function sentenceOf({ use, gain }: Answer): string {
  return gain === null ? `${use}.` : `${use}: ${gainWords(gain)}.`;
}

/** The newest run of a study, and older runs with an experiment that no newer one has. */
export function answeringRuns<L extends ListedRun>(newestFirst: readonly L[]): L[] {
  const known = new Set<string>();
  return newestFirst.filter(({ run }, index) => {
    const fresh = run.experiments.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    return index === 0 || fresh.length > 0;
  });
}

/** The answers of a study beside that of its newest run's hero: every experiment, from the newest run that has it. */
export function newestAnswers(
  newestFirst: readonly ListedRun[],
  root: string,
  highlightsOf: HighlightsOf,
): AnswerRow[] {
  const known = new Set<string>();
  return answeringRuns(newestFirst).flatMap((entry, index) => {
    const source = index === 0 ? null : runLink(entry, root);
    const fresh = highlightsOf(entry).answers.filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    return fresh
      .slice(index === 0 ? 1 : 0)
      .map(({ id, ...answer }) => ({ ...answer, href: experimentLink(entry, id, root), source }));
  });
}

/** The answer that a run opens with, as a page about several runs shows it. */
export function newestHero(entry: ListedRun, root: string, highlightsOf: HighlightsOf): HeroModel | null {
  const { hero, answers } = highlightsOf(entry);
  const [lead] = answers;
  return hero && lead ? { ...hero, question: lead.question, href: experimentLink(entry, lead.id, root) } : null;
}
