import { group, sort } from "d3-array";
import { largest } from "../../record/limits/extremes.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { statement } from "../../words/headline.js";
import { comparative, measuredChange, measureVerb } from "../../words/measure.js";
import { multiple, multipleInterval, plural, whole } from "../../words/number.js";
import { intervalWords, percentLevel, plainPercent } from "../../words/percent.js";
import { listStart } from "../../words/sentence.js";
import type { Finding, Interval } from "../results/run-analysis.js";
import type { Chosen, Question, Way } from "./choices.js";
import { FEWEST_REPEATS, type LikeCell, type LikeMachines, type MachineRun } from "./like-machines.js";

/** Most machines that are named as standing apart. */
const MOST_APART = 3;

/** What is said of several machines, the answer to the question first. */
export function machineFindings(question: Question<MachineRun> | null, like: readonly LikeMachines[]): Finding[] {
  return [
    ...(question === null ? [] : [choiceFinding(question), ...speedUpFinding(question)]),
    ...apartFindings(like),
    ...spreadFinding(like),
  ];
}

type Said = Pick<Finding, "evidence"> & { headline: string | string[]; detail: string };

function finding(id: string, weight: number, { headline, detail, evidence }: Said): Finding {
  return { id, ...statement(headline, detail), change: null, weight, evidence };
}

/** "On 24 of 30 machines 4 workers of the thread pool are best". */
export function choiceFinding<R>({ runs, chosen, shared, pointValues, once }: Question<R>): Finding {
  const [first, ...others] = chosen as [Chosen<R>, ...Chosen<R>[]];
  const [count, all] = [first.members.length, runs.length];
  const where = count === all ? `On all ${whole(all)} machines` : `On ${whole(count)} of ${plural(all, "machine")}`;
  const are = (way: Way) => (way.isPlural ? "are" : "is");
  const best = pointValues ? "fastest, measured once" : "best";
  const isMost = count * 2 > all;
  const candidates = isMost
    ? [
        !pointValues && first.members.every(({ speedUp }) => speedUp?.over === "sequential" && isNoGain(speedUp.ratio))
          ? `${where} nothing is shown to be faster than ${first.way.words}`
          : `${where} ${first.way.words} ${are(first.way)} ${best}`,
      ]
    : [
        `No one choice is best on most of ${plural(all, "machine")}; ${first.way.words} ${are(first.way)} on ${whole(count)}`,
        `No one choice is best on most of ${plural(all, "machine")}`,
      ];
  const elsewhere = others.map(({ way, members }) => `${way.words} on ${whole(members.length)}`);
  const rule = pointValues
    ? "With one measurement each, this is what took the least time, and no advice."
    : "Best are the fewest workers that are not clearly worse than the best way on that machine; of equal ways, the one that most machines share.";
  const detail = [
    elsewhere.length === 0 ? "" : `Best elsewhere: ${listStart(elsewhere)}.`,
    rule,
    pointValues
      ? ""
      : `One choice for all: on ${whole(shared.count)} of ${whole(all)}, nothing is clearly better than ${shared.way.words}.`,
    once === 0 ? "" : `${plural(once, "further machine")} measured once, which is no advice.`,
  ];
  const figures = { machines: all, best: count, shared: shared.count, way: first.way.key, sharedWay: shared.way.key };
  return finding("choice", 100, {
    headline: candidates,
    detail: detail.filter(Boolean).join(" "),
    evidence: { figures },
  });
}

/** Whether it is that of what speed-ups are over. */
function isNoGain({ value, interval }: Pick<KnownSpeedUp, "value" | "interval">): boolean {
  return interval === null && value === 1;
}

/** A speed-up with its machine. */
export interface KnownSpeedUp {
  run: MachineRun;
  value: number;
  interval: Interval | null;
}

/** The speed-ups of what each machine chose, over what most of them are. */
export function speedUpsOf(question: Question<MachineRun>): { over: string; known: KnownSpeedUp[] } {
  const all = question.chosen.flatMap(({ members }) =>
    members.flatMap(({ run, speedUp }) => (speedUp === null ? [] : [{ run, over: speedUp.over, ...speedUp.ratio }])),
  );
  const over =
    all.filter((one) => one.over === "sequential").length * 2 >= all.length ? "sequential" : "its own single worker";
  return {
    over,
    known: sort(
      all.filter((one) => one.over === over),
      ({ value }) => value,
    ),
  };
}

/** Least and largest speed-up; nothing where every machine stays with what speed-ups are over. */
export function speedUpFinding(question: Question<MachineRun>): Finding[] {
  const { over, known } = speedUpsOf(question);
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined || least === most) return [];
  if (known.every(isNoGain)) return [];
  const range =
    multiple(least.value) === multiple(most.value)
      ? `It is ${multiple(least.value)} as fast as ${over} on every machine`
      : `What is best is ${multipleInterval([least.value, most.value])} as fast as ${over}`;
  const said = ({ run, value, interval }: KnownSpeedUp) =>
    `${multiple(value)} on ${run.run.machine.name}${interval === null ? "" : `, 95 % interval ${multipleInterval(interval)}`}`;
  const detail = `Least: ${said(least)}. Most: ${said(most)}. Each is that of the machine's own best; nothing is averaged over machines.`;
  const figures = { least: least.value, most: most.value, machines: known.length };
  return [finding("speed-ups", 90, { headline: range, detail, evidence: { figures } })];
}

/** A machine that stands apart from those like it, with the cells at which it does, in the direction of most of them. */
interface ApartMachine {
  run: MachineRun;
  cells: { cell: LikeCell; changePercent: number; interval: Interval }[];
  isWorse: boolean;
  /** Geometric mean of the changes of these cells. */
  changePercent: number;
  /** Cells of the machine that were compared. */
  compared: number;
}

/** Machines that stand apart, those at most cells first. */
export function apartMachines(like: readonly LikeMachines[]): ApartMachine[] {
  const all = like.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell.apart ?? []).map(({ run, ...change }) => ({ run, cell, ...change }))),
  );
  const isWorse = ({ cell, changePercent }: (typeof all)[number]) =>
    cell.measure?.better === "higher" ? changePercent < 0 : changePercent > 0;
  const machines = [...group(all, ({ run }) => run)].map(([run, own]) => {
    const worse = own.filter(isWorse);
    const isMostlyWorse = worse.length * 2 >= own.length;
    const cells = isMostlyWorse ? worse : own.filter((one) => !isWorse(one));
    return {
      run,
      cells,
      isWorse: isMostlyWorse,
      changePercent: (geometricMean(cells.map(({ changePercent }) => 1 + changePercent / 100)) - 1) * 100,
      compared: like.reduce((sum, one) => sum + one.cells.filter(({ runs }) => runs.includes(run)).length, 0),
    };
  });
  return sort(
    machines,
    ({ cells }) => -cells.length,
    ({ changePercent }) => -Math.abs(changePercent),
  );
}

function apartFindings(like: readonly LikeMachines[]): Finding[] {
  const all = apartMachines(like);
  return all.slice(0, MOST_APART).map(({ run, cells, changePercent, isWorse, compared }) => {
    const { name } = run.run.machine;
    const measure = cells[0]?.cell.measure;
    const isOne = cells.every(({ cell }) => cell.measure?.name === measure?.name);
    const at = `at ${whole(cells.length)} of ${plural(compared, "combination")}`;
    const change = `${name} ${measureVerb(measure)} ${measuredChange(changePercent, measure, "machines like it")}`;
    const plain = `${name} is ${comparative(isWorse ? "slower" : "faster", isOne ? measure : undefined)} than machines like it`;
    const candidates = isOne ? [`${change}, ${at}`, change] : [`${plain}, ${at}`, plain];
    const [widest] = sort(cells, (one) => -Math.abs(Math.log1p(one.changePercent / 100)));
    const detail =
      widest === undefined
        ? ""
        : `${isOne && cells.length > 1 ? `That is the geometric mean over ${at.replace("at ", "")}. ` : ""}Largest at ${widest.cell.label}: ${measuredChange(widest.changePercent, widest.cell.measure)}, 95 % interval ${intervalWords(widest.interval)}. Its hour may be behind it as well as the machine: one run each cannot tell.`;
    const figures = { machine: run.run.machine.id, cells: cells.length, compared, changePercent };
    return finding("apart", 80, {
      headline: candidates,
      detail,
      evidence: { figures, cells: cells.map(({ cell }) => cell.key) },
    });
  });
}

/** How many cells differ between like machines. */
function spreadFinding(like: readonly LikeMachines[]): Finding[] {
  if (like.length === 0) return [];
  const cells = like.flatMap((one) => one.cells);
  const machines = like.reduce((sum, { runs }) => sum + runs.length, 0);
  const kinds = like.length === 1 ? "" : ` of ${whole(like.length)} kinds`;
  if (cells.length === 0) {
    const all = like.flatMap(({ runs }) => runs.flatMap(({ experiments }) => experiments.flatMap((one) => one.cells)));
    const isShort = all.every(({ times }) => times.length < FEWEST_REPEATS);
    return [
      finding("spread", 60, {
        headline: all.every(({ times }) => times.length === 0)
          ? "Like machines have no usable measurement"
          : isShort
            ? `Fewer than ${FEWEST_REPEATS} repeats cannot tell whether like machines differ`
            : "Whether like machines differ cannot be told from these runs",
        detail: `It takes a combination of equal size with ${FEWEST_REPEATS} repeats on two of them. Machines that find a size each are given one by --sizes.`,
        evidence: { figures: { machines } },
      }),
    ];
  }
  const differing = cells.filter(({ differs }) => differs);
  const floor = largest(like.map(({ floorPercent }) => floorPercent));
  const headline =
    differing.length === 0
      ? "No combination is shown to differ between like machines by more than their noise"
      : `Like machines differ by more than their noise at ${whole(differing.length)} of ${plural(cells.length, "combination")}`;
  const scattered = differing.filter(({ apart }) => apart === null).length;
  const widest = sort(differing, ({ betweenPercent }) => -betweenPercent)[0];
  const detail = [
    `${plural(machines, "machine")}${kinds} ${machines === 1 ? "has" : "have"} another like ${machines === 1 ? "it" : "them"}.`,
    widest === undefined
      ? "That is no proof that they are equal."
      : `Largest spread between them: ${plainPercent(widest.betweenPercent)}, beside ${plainPercent(widest.withinPercent)} from repeat to repeat within a machine, at ${widest.label}.`,
    scattered === 0 ? "" : `At ${whole(scattered)} of these no majority is alike, so no machine is named.`,
    `A difference counts from ${percentLevel(floor)} on, corrected over all combinations.`,
  ];
  const figures = { machines, combinations: cells.length, differing: differing.length, scattered };
  return [finding("spread", 70, { headline, detail: detail.filter(Boolean).join(" "), evidence: { figures } })];
}

/** "laptop-17 (+10.1 %)": the machines that stand apart at a cell, for a table. */
export function apartWords({ apart, differs }: LikeCell, signed: (percent: number) => string): string {
  if (apart === null) return "no majority alike";
  if (apart.length === 0) return differs ? "none by itself" : "–";
  return listStart(
    apart.map(({ run, changePercent }) => `${run.run.machine.name} (${signed(changePercent)})`),
    3,
  );
}
