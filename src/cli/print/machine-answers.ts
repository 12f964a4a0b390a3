import { answersOf } from "../../analysis/answer/answer.js";
import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import { rowOf } from "../../report/page-model/answers.js";
import { plural } from "../../words/number.js";
import { saidWords } from "./answer-text.js";
import { bulletList, wrapped } from "./bullets.js";

/** Machines that have a line each; the page has all. */
const MOST = 8;

/** The first answer of each machine to the question that they share, a line each; "" where none has an answer. */
export async function machineAnswers(
  recorded: readonly { host: string; analysis: RunAnalysis }[],
  columns: number,
): Promise<string> {
  const said = recorded.flatMap(({ host, analysis }) =>
    answersOf(analysis)
      .slice(0, 1)
      .map((answer) => ({ ...rowOf(answer, "", null), host })),
  );
  const [first] = said;
  if (first === undefined) return "";
  const lines = said.slice(0, MOST).map((row) => ({ text: `${row.host}: ${saidWords(row)}` }));
  const left = said.length - lines.length;
  const more = left === 0 ? [] : [{ text: `${plural(left, "further machine")} on the page` }];
  return `${await wrapped(first.title, columns)}:\n${await bulletList([...lines, ...more], columns)}`;
}
