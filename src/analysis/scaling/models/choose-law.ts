import { fallAtTheEnd } from "../../../stats/isotonic.js";
import { level, probability, significant } from "../../../words/number.js";
import { CLEARLY_BETTER, FEWEST_FOR_A_MODEL, FEWEST_FOR_USL, type ModelChoice, verdict } from "./choose-model.js";
import { fitModel, type ModelFit } from "./fit-model.js";
import type { Law } from "./law.js";
import type { Reading, ScalingPoint } from "./observations.js";

/** A law as `auto` judged it. */
export interface JudgedLaw {
  model: Law["id"];
  /** Whether it was fitted and judged; otherwise it was left out. */
  tried: boolean;
  chosen: boolean;
  /** `null` where it was left out, or there are too few worker counts for an AICc. */
  aicc: number | null;
  /** Repeats show that the table does not follow it; `null` where it was left out. */
  rejected: boolean | null;
  /** Why it was chosen or not, in words to stand behind its name and a colon. */
  why: string;
}

/** From this worker count on the measured throughput falls; p by {@link fallAtTheEnd}. */
export interface MeasuredPeak {
  workers: number;
  p: number;
}

export interface LawChoice extends ModelChoice {
  /** Every law, those that were tried first. */
  laws: JudgedLaw[];
  /** `null` where no clear fall was measured. */
  measuredPeak: MeasuredPeak | null;
}

export interface FittedTable {
  /** Throughputs of the same work, one point for each number of workers, fewest first. */
  points: readonly ScalingPoint[];
  /** The same where the work grows with the workers. */
  scaled: readonly ScalingPoint[];
  reading: Reading;
  /** Clause that says why the work grows with the workers; `null` where nothing says so. */
  growing: string | null;
}

const FALLS_BELOW = 0.01;

/**
 * Which law a table carries, if any. Amdahl's, or the Universal Scalability Law where a fall of the throughput was measured
 * (from 4 worker counts on and whatever the AICc, as no other law can fall) or where its AICc is lower by 2 (from 8 on).
 * Times of work that grows with the workers carry Gustafson's.
 */
export function chooseLaw(table: FittedTable): LawChoice {
  const { points, reading, growing } = table;
  if (points.length < FEWEST_FOR_A_MODEL) {
    const few = IDS.map((model) => leftOut(model, `${FEWEST_FOR_A_MODEL} worker counts are needed`));
    return { chosen: null, reason: "too-few-worker-counts", candidates: [], gain: null, measuredPeak: null, laws: few };
  }
  return growing !== null && reading.figure === "time" ? ofGrowingWork(table, growing) : ofSameWork(table);
}

const IDS = ["amdahl", "usl", "gustafson"] as const satisfies readonly Law["id"][];

function ofSameWork({ points, reading }: FittedTable): LawChoice {
  const amdahl = fitModel("amdahl", points, reading);
  const measuredPeak = measuredPeakOf(points);
  const usl = points.length >= FEWEST_FOR_USL || measuredPeak !== null ? fitModel("usl", points, reading) : null;
  const gain = usl === null || usl.aicc === null || amdahl.aicc === null ? null : amdahl.aicc - usl.aicc;
  const isUsl = measuredPeak !== null || (gain !== null && gain >= CLEARLY_BETTER);
  const candidates = usl === null ? [amdahl] : [amdahl, usl];
  const choice = verdict(isUsl && usl !== null ? usl : amdahl);
  const why = { amdahl: "", usl: gain === null ? "" : gainWords(gain) };
  if (measuredPeak !== null) {
    const fall = `throughput falls from ${level(measuredPeak.workers)} workers on (p ${probability(measuredPeak.p)})`;
    Object.assign(why, { amdahl: `has no peak, but ${fall}`, usl: `has a peak, and ${fall}` });
  }
  const few = `it needs ${FEWEST_FOR_USL} worker counts, or throughput that clearly falls, to be told from Amdahl's law`;
  return {
    ...choice,
    candidates,
    gain,
    measuredPeak,
    laws: [
      judged(amdahl, choice, isUsl, why.amdahl),
      usl === null ? leftOut("usl", few) : judged(usl, choice, !isUsl, why.usl),
      leftOut(
        "gustafson",
        "it needs times of work that grows with the workers: --model gustafson fits it all the same",
      ),
    ],
  };
}

function ofGrowingWork({ scaled, reading }: FittedTable, growing: string): LawChoice {
  const fit = fitModel("gustafson", scaled, reading);
  const choice = verdict(fit);
  const same = `it needs the same work at every worker count, and ${growing}`;
  return {
    ...choice,
    candidates: [fit],
    gain: null,
    measuredPeak: null,
    laws: [
      judged(fit, choice, false, `is for work that grows with the workers, and ${growing}`),
      leftOut("amdahl", same),
      leftOut("usl", same),
    ],
  };
}

/** The peak of the table itself, by its repeats, or, where nothing was repeated, by the misfit of the law that has one. */
function measuredPeakOf(points: readonly ScalingPoint[]): MeasuredPeak | null {
  const logs = points.map(({ throughputs }) => throughputs.map(Math.log));
  const isRepeated = logs.some(({ length }) => length > 1);
  const fall = isRepeated ? fallAtTheEnd(logs) : fallAtTheEnd(logs, spreadOfUsl(points));
  const highest = fall === null ? undefined : points[fall.from];
  return fall === null || highest === undefined || fall.p >= FALLS_BELOW
    ? null
    : { workers: highest.workers, p: fall.p };
}

function spreadOfUsl(points: readonly ScalingPoint[]) {
  const { rss, df } = fitModel("usl", points, { scale: "log", figure: "throughput" });
  return { variance: rss / df, df };
}

const NOT_CARRIED = {
  "too-few-worker-counts": "there are too few worker counts",
  rejected: "repeats reject it",
  superlinear: "throughput grows faster than it allows",
  "not-converged": "the search found no end",
  undetermined: "its serial share may be anything",
} as const satisfies Record<NonNullable<ModelChoice["reason"]>, string>;

function judged(
  fit: ModelFit,
  { chosen, reason }: Pick<ModelChoice, "chosen" | "reason">,
  isWorse: boolean,
  why: string,
): JudgedLaw {
  const { model, aicc, rejected } = fit;
  const refused = isWorse || reason === undefined ? [] : [NOT_CARRIED[reason]];
  const words = [
    chosen === fit ? "chosen" : "tried",
    ...(aicc === null ? [] : [`AICc ${significant(aicc, 4)}`]),
    ...refused,
  ];
  const said = `${words.join(", ")}${why === "" ? "" : `: it ${why}`}`;
  return { model, tried: true, chosen: chosen === fit, aicc, rejected, why: said };
}

function leftOut(model: Law["id"], why: string): JudgedLaw {
  return { model, tried: false, chosen: false, aicc: null, rejected: null, why: `left out, as ${why}` };
}

function gainWords(gain: number): string {
  const size = significant(Math.abs(gain), 3);
  if (gain >= CLEARLY_BETTER) return `is lower than Amdahl's by ${size}, where ${CLEARLY_BETTER} are asked for`;
  return `would have to be lower than Amdahl's by ${CLEARLY_BETTER}, and is ${gain < 0 ? "higher" : "lower"} by ${size}`;
}
