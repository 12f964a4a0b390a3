import { type Answer, answersOf } from "../../analysis/answer/answer.js";
import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import { heroOf, rowOf } from "../../report/page-model/answers.js";
import { plural, whole } from "../../words/number.js";
import { bulletList, wrapped } from "./bullets.js";

/** Further answers that are printed; the page has all. */
const MOST = 3;

/** What a run says, as its page does: the answer with its gain, how sure it is and why; then the answers to the other questions. */
export async function answerText(analysis: RunAnalysis, columns: number): Promise<string> {
  const [first, ...others] = answersOf(analysis);
  if (first === undefined) return "";
  const further = others.slice(0, MOST).map(furtherWords);
  const more = others.length > MOST ? [`${plural(others.length - MOST, "further answer")} on the page`] : [];
  const notes = [...further, ...more, ...disturbedWords(analysis)];
  return [
    // Of several questions it is said which one the first answer is to.
    ...(others.length === 0 ? [] : [`${await wrapped(rowOf(first, "", null).title, columns)}:\n`]),
    ...(await heroLines(first, analysis, columns)),
    ...(notes.length === 0 ? [] : ["\n", await bulletList(notes.map(toText), columns)]),
  ].join("");
}

async function heroLines(answer: Answer, { quick, blocks }: RunAnalysis, columns: number): Promise<string[]> {
  const { use, amount, than, sure, reasons } = heroOf(answer, { id: "", question: "", href: "", picture: null });
  const isQuick = quick && blocks.max > 1;
  const lines = [
    ...(amount === "" ? [] : [`${amount} ${than}`]),
    isQuick ? `${sure} (quick: verdicts that can be relied on need 20)` : sure,
    ...reasons,
  ];
  return [`${await wrapped(use, columns)}\n`, await bulletList(lines.map(toText), columns)];
}

/** "A process for every task, or a pool: 4 workers, process pool; −56.2 %, 95 % interval −60.1 to −52.0 %, 11 repeats". */
function furtherWords(answer: Answer): string {
  const row = rowOf(answer, "", null);
  return `${row.title}: ${saidWords(row)}`;
}

/** "4 workers, process pool; −56.2 %, interval −60.1 to −52.0 %, 11 repeats". */
export function saidWords({ answer, change, interval, of, repeats }: ReturnType<typeof rowOf>): string {
  const evidence = interval === "" ? [] : [`${of === "" ? "" : `${of} `}${change}, interval ${interval}`];
  return `${[answer, ...evidence].join("; ")}, ${repeats}`;
}

/** Warns where other programs took cores from the run. */
export function disturbedWords({ starved: { trials, judged } }: Pick<RunAnalysis, "starved">): string[] {
  if (trials === 0) return [];
  const own = trials === 1 ? "its" : "their";
  const waited = `${whole(trials)} of ${plural(judged, "measurement")} waited longer for a core than ${own} own workers explain`;
  return [`Disturbed by other programs: ${waited}. Record again when the machine is idle.`];
}

function toText(text: string): { text: string } {
  return { text };
}
