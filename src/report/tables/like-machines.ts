import type { Question } from "../../analysis/machines/choices.js";
import type { LikeCell } from "../../analysis/machines/like-machines.js";
import { apartWords, speedUpsOf } from "../../analysis/machines/machine-findings.js";
import { measured } from "../../words/measure.js";
import { multiple, multipleInterval, plural, whole } from "../../words/number.js";
import { plainPercent, signedPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { ArchivedRun } from "../archive/run-entry.js";
import { paths } from "../page-model/paths.js";
import { kindName, type MachinesInFigures, shownKinds } from "./machine-figures.js";
import { type CellModel, column, linkCell, numberCell, shownRows, type TableModel, table, textCell } from "./table.js";

/** What is best on how many machines, question by question; `null` where one is asked. */
export function questionsTable(questions: readonly Question<ArchivedRun>[]): TableModel | null {
  if (questions.length < 2) return null;
  return shownRows(
    table({
      id: "questions",
      caption: "What is best on the most machines, question by question.",
      columns: [column("question"), column("best"), column("on machines", "n"), column("speed-ups", "n")],
      rows: questions.map((one) => ({
        head: textCell(one.question),
        cells: [
          textCell(sentenceCase(one.chosen[0]?.way.words ?? "–"), "use"),
          numberCell(`${whole(one.chosen[0]?.members.length ?? 0)} of ${whole(one.runs.length)}`),
          numberCell(rangeWords(speedUpsOf(one).known.map(({ value }) => value))),
        ],
      })),
    }),
  );
}

function rangeWords(ascending: readonly number[]): string {
  const [least, most] = [ascending[0], ascending.at(-1)];
  if (least === undefined || most === undefined) return "–";
  return multiple(least) === multiple(most) ? multiple(least) : multipleInterval([least, most]);
}

const NO_SPEED_UPS: ReturnType<typeof speedUpsOf> = { over: "", known: [] };

function overWords(over: string): string {
  return over === "" ? "" : ` Speed-ups are over ${over}.`;
}

/** What is best on the machines of each kind; `null` where all are of one. */
export function kindsTable({ kinds: all, lead }: MachinesInFigures): TableModel | null {
  if (all.length < 2) return null;
  const kinds = shownKinds({ kinds: all });
  const { over, known } = lead === null ? NO_SPEED_UPS : speedUpsOf(lead);
  return table({
    id: "kinds",
    caption: `Kinds of machines: equal hardware and system, one major version of Node, one definition of the study.${overWords(over)}`,
    columns: [column("kind"), column("best on most"), column("on machines", "n"), column("speed-ups", "n")],
    rows: kinds.map((kind) => {
      const { words, runs } = kind;
      const own = lead === null ? null : ofRuns(lead, runs);
      const [first] = own?.chosen ?? [];
      return {
        head: textCell(kindName(kind, words)),
        cells: [
          textCell(first === undefined ? "–" : sentenceCase(first.way.words), "use"),
          numberCell(`${whole(first?.members.length ?? 0)} of ${whole(runs.length)}`),
          numberCell(rangeWords(known.flatMap(({ run, value }) => (runs.includes(run as ArchivedRun) ? [value] : [])))),
        ],
      };
    }),
  });
}

/** The question as some of its machines answer it, the way of most of them first. */
function ofRuns(question: Question<ArchivedRun>, runs: readonly ArchivedRun[]): Question<ArchivedRun> {
  const chosen = question.chosen
    .map(({ way, members }) => ({ way, members: members.filter(({ run }) => runs.includes(run)) }))
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => b.members.length - a.members.length);
  return { ...question, chosen, runs: question.runs.filter((run) => runs.includes(run)) };
}

/** Rows that stand open, and groups whose other rows can be unfolded: a page of many kinds stays small. */
const MOST_ROWS = 40;
const MOST_UNFOLDING = 6;

/** For each kind of like machines, which cells differ by more than the noise: those first, the others folded away. */
export function likeTables({ like, kinds }: MachinesInFigures): LikeTables[] {
  return like.flatMap(({ runs, cells }, index) => {
    if (cells.length === 0) return [];
    const kind = kinds.find((one) => one.runs.includes(runs[0] as ArchivedRun));
    const several = new Set(cells.map(({ experiment }) => experiment)).size > 1;
    const part = (id: string, caption: string, some: readonly LikeCell[], fold: string) =>
      some.length === 0
        ? []
        : [{ ...cellsTable(`like-${index}-${id}`, caption, some.slice(0, MOST_ROWS), several), fold }];
    const [differing, others] = [cells.filter(({ differs }) => differs), cells.filter(({ differs }) => !differs)];
    const first = (some: readonly LikeCell[]) => (some.length <= MOST_ROWS ? "" : `the first ${MOST_ROWS} of `);
    const differ = `These differ by more than their noise${differing.length > MOST_ROWS ? `: ${first(differing)}${whole(differing.length)}` : ""}.`;
    const noise = "Not shown to differ by more than their noise";
    const isFolded = index < MOST_UNFOLDING;
    const rest = `${first(others)}${plural(others.length, "combination")}`;
    return {
      title: kinds.length < 2 ? "" : `${kind?.name}: ${whole(runs.length)} machines, ${kind?.words}`,
      tables: [
        ...part("differ", differ, differing, ""),
        ...(isFolded ? part("others", `${noise}.`, others, sentenceCase(rest)) : []),
      ],
      rest: isFolded || others.length === 0 ? "" : `${noise}: ${plural(others.length, "combination")}.`,
    };
  });
}

interface LikeTables {
  title: string;
  tables: TableModel[];
  /** Said of cells that are not listed; "" where all are. */
  rest: string;
}

function cellsTable(id: string, caption: string, cells: readonly LikeCell[], several: boolean): TableModel {
  return table({
    id,
    caption,
    columns: [
      column("combination"),
      column("stands apart"),
      column("between", "n"),
      column("within", "n"),
      column("medians", "n"),
      column("q", "n"),
    ],
    rows: cells.map((cell) => ({
      head: textCell(several ? `${cell.title}: ${cell.label}` : cell.label),
      cells: [
        textCell(apartWords(cell, signedPercent), "broad"),
        numberCell(plainPercent(cell.betweenPercent)),
        numberCell(plainPercent(cell.withinPercent)),
        numberCell(mediansWords(cell)),
        numberCell(cell.q < 0.001 ? "< 0.001" : cell.q.toFixed(3)),
      ],
    })),
  });
}

/** "98.5 to 111 ms". */
function mediansWords({ medians, measure }: LikeCell): string {
  const [low = "", high = ""] = medians.map((one) => measured(one, measure));
  const unit = high.replace(/^[^ ]*/, "");
  return low === high ? high : `${unit !== "" && low.endsWith(unit) ? low.slice(0, -unit.length) : low} to ${high}`;
}

/** Every machine with what is best on it. */
export function machineRowsTable({ runs, lead, kinds }: MachinesInFigures, root: string): TableModel {
  const { over, known } = lead === null ? NO_SPEED_UPS : speedUpsOf(lead);
  return table({
    id: "machines",
    caption: `What is best on each machine, the newest run first.${overWords(over)}`,
    columns: [
      column("machine"),
      column("kind"),
      column("best"),
      column("speed-up", "n"),
      column("95 % interval", "n"),
      column("its run"),
    ],
    rows: runs.map((run) => {
      const way = lead?.chosen.find(({ members }) => members.some((one) => one.run === run))?.way;
      const speedUp = known.find((one) => one.run === run);
      const interval = speedUp?.interval;
      const cells: CellModel[] = [
        textCell(kinds.find((kind) => kind.runs.includes(run))?.name ?? "–"),
        textCell(way === undefined ? "–" : sentenceCase(way.words), "use"),
        numberCell(speedUp === undefined ? "–" : multiple(speedUp.value)),
        numberCell(interval == null ? "–" : multipleInterval(interval)),
        linkCell("run", root + paths.run(run)),
      ];
      return { head: linkCell(run.run.machine.name, root + paths.machine(run.run.machine.id)), cells };
    }),
  });
}
