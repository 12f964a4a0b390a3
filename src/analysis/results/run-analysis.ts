import type { ShownPart } from "../../record/limits/shown-part.js";
import type { Factors, Run } from "../../record/schema/run-schema.js";
import type { Interval, Ratio } from "../../stats/interval.js";
import type { InconclusiveReason, Method, Verdict } from "../../stats/verdict.js";
import type { Measure } from "../../words/measure.js";
import type { Change } from "./change.js";
import type { Scaling } from "./scaling.js";
import type { VersionsAnalysis } from "./versions.js";

export type { Change, InconclusiveReason, Interval, Method, Ratio, Verdict };

/** A pair of the cells of an experiment as it went into the common correction. */
export interface Decision {
  /** Keys of the cells. */
  from: string;
  to: string;
  /** As in {@link Change}. */
  p: number;
  q: number;
}

/** Figures of one cell from its own trials. */
export interface CellSummary {
  /** What was compared, and what `medianMs` and the like are of; absent: the time. */
  measure?: Measure;
  /** Median time beside a figure that is compared in its place; absent: the time is compared, or none was recorded. */
  medianWallMs?: number;
  factors: Factors;
  /** Stable key of the factors; unique in the experiment. */
  key: string;
  /** Words for the levels that vary in this experiment, e.g. "thread pool, 4 workers". */
  label: string;
  trials: { ok: number; failed: number; timeout: number };
  /** Of one trial that is the mean of several samples, how many. */
  samples?: number;
  /** Distinct reasons of the trials that are not ok, with their number. */
  failures: { reason: string; count: number; detail?: string; trace?: string[] }[];
  dropped?: string;
  /** True where a recorded time is 0, that is below the step of the clock it was read from. */
  belowResolution: boolean;
  /** `null` without a usable trial. Standard deviation is `null` with fewer than two. */
  medianMs: number | null;
  meanMs: number | null;
  sdMs: number | null;
  /** Median absolute deviation, not scaled; `null` with fewer than two usable trials. */
  madMs: number | null;
  minMs: number | null;
  maxMs: number | null;
  geometricMeanMs: number | null;
  /** 95 % interval of the cell's own typical time, for error bars: of the median from 10 trials on, else t on logs. */
  intervalMs: Interval | null;
  /** Indices (of usable trials, block numbers) flagged by Tukey's fences; never dropped. */
  outliers: { block: number; wallMs: number; kind: "mild" | "extreme" }[];
  /** Trials that waited for a core longer than their own workers explain: foreign load. Marked, never dropped. */
  starved: { block: number; waitShare: number }[];
  medianStartUpMs: number | null;
  medianUserMs: number | null;
  medianSysMs: number | null;
  medianPeakPssBytes: number | null;
  /** Of the largest process alone. */
  medianPeakRssBytes: number | null;
  /** Where a figure is compared, the medians of the others that the program prints, by name; absent without any. */
  medianFigures?: Record<string, number>;
  /** Ideal speed-up over one worker by rounds and cores, and what it is made of. */
  ideal: Ideal;
  /** Speed-up against the sequential cell of the same size (absolute baseline); `null` where there is none. */
  speedUp: Ratio | null;
  /** Speed-up against the same strategy's own single worker; `null` where that was not recorded. */
  ownSpeedUp: Ratio | null;
  /** speedUp / workers and speedUp / ideal; from `speedUp`, else `ownSpeedUp`; `null` without either, or without an ideal. */
  efficiency: number | null;
  idealEfficiency: number | null;
  isBaseline: boolean;
  /** Key of the cell that this one is measured against; `null` where it is a baseline itself. */
  baselineKey: string | null;
}

export interface Ideal {
  /** Tasks (or shares) handed out. `null`: unknown, then the ideal is by workers alone. */
  tasks: number | null;
  /** ceil(tasks / workers); `null` where tasks are unknown. */
  rounds: number | null;
  /** Usable cores that limit CPU-bound work; `null` where unknown or where the work is not CPU-bound. */
  cores: number | null;
  /** `null`: there is none, as of a figure of which less is better. */
  speedUp: number | null;
}

/** The ideal of a time or a throughput. */
export type KnownIdeal = Ideal & { speedUp: number };

/** A statement with its evidence. Its words are computed; a test recomputes them. */
export interface Finding {
  id: string;
  /** The point in one plain sentence without its full stop: `HEADLINE_LIMITS` says how long. */
  headline: string;
  /** Intervals, counts and further cells in whole sentences; "" for none. */
  detail: string;
  /** The change that the headline speaks of; `null` where it speaks of none, or of several. */
  change: Change | null;
  /** Headline and detail as running text. */
  text: string;
  /** Larger is more worth saying; the best three are printed after a run. */
  weight: number;
  evidence: {
    changes?: Change[];
    cells?: string[];
    figures?: Record<string, number | string | null>;
  };
}

export interface ExperimentAnalysis {
  id: string;
  title: string;
  question?: string;
  division: "tasks" | "shares";
  /** What was compared; absent: the time. */
  measure?: Measure;
  charts?: string[];
  /** Names of strategies and workloads as the run file has them, by the short ones used here; absent without long names. */
  givenNames?: Readonly<Record<string, string>>;
  /** Factors with more than one level here, in a fixed order; n only where it varies within a workload. */
  varying: (keyof Factors)[];
  /** Levels that all cells share. */
  constant: Partial<Factors>;
  /** How many cells were recorded, where not all were analysed. */
  recordedCells?: number;
  cells: CellSummary[];
  changes: {
    againstBaseline: Change[];
    steps: Change[];
    acrossStrategies: Change[];
  };
  /**
   * The family of p values: every pair that anything here may speak of. q is Benjamini and Hochberg's over all of them;
   * `untested` further pairs count as p = 1.
   */
  family: { decisions: Decision[]; untested: number };
  /** What two versions of one program differ by; absent where the experiment does not compare two. */
  versions?: VersionsAnalysis;
  /** How each line of cells that differ in workers scales; empty where there is none. */
  scaling: Scaling[];
  /** Where contenders start to win over the sequential run as N grows; empty where N does not vary. */
  crossovers: CrossoverSummary[];
  /** What to use, and, where the experiment has several workloads or numbers of tasks, what for the others of them. */
  advice: Advice | null;
  furtherAdvice: Advice[];
  findings: Finding[];
}

/** Advice for one size of the work: the fewest workers in the group that is not clearly slower than the best. */
export interface Advice {
  strategy: string;
  workers: number;
  /** "Use 4 workers (thread pool)", with the size where the experiment has several. */
  text: string;
  /** The same, noun first and without the size: "4 workers, thread pool". */
  use: string;
  /** Key and factors of the advised cell: of several equal ways the cheapest. */
  key: string;
  factors: Factors;
  /** Keys of all cells that the advice names: ways of equal workers of which none is clearly slower, cheapest first. */
  namedKeys: string[];
  /** Key of the cell of least median time: by luck, as long as others are not shown to be slower. */
  bestKey: string;
  /** Keys of the cells that are not clearly slower than the best, in reading order, and how many were compared. */
  tiedKeys: string[];
  compared: number;
  /** Those of the tied that may be better than a named cell, for all that the trials tell, and those shown to be equal to one. */
  openKeys: string[];
  equalKeys: string[];
  /** Whether comparisons decide between named cells, and whether one shows another of the tied to be faster than a named one. */
  isApart: boolean;
  hasFaster: boolean;
  /**
   * Change in time from the baseline to the named cells, of several to their geometric mean, in percent; `null` where the
   * baseline is one of them.
   */
  changePercent: number | null;
  interval: Interval | null;
  /** Whether that is decided for every named cell. */
  isGainDecided: boolean;
  /** One trial a cell: it only names the least time. */
  pointValues: boolean;
  /** Blocks after which it could be told whether the best is better than the advised; `null` where that is decided. */
  blocksToTell: number | null;
}

/** From which N on a contender beats the baseline. */
export interface CrossoverSummary {
  /** Strategy of the baseline, e.g. "sequential", and of the contender, e.g. "thread-pool". */
  baseline: string;
  contender: string;
  workers: number;
  /** Words for the contender, e.g. "thread pool, 4 workers, 8 tasks". */
  label: string;
  /** Levels of the contender other than N. */
  factors: Partial<Factors>;
  /** N that were tested, ascending. */
  tested: number[];
  /**
   * [largest N where the baseline clearly wins, smallest N above it where the contender clearly wins]; `null` where that end
   * is open: it wins at no tested N.
   */
  bracket: [baselineWins: number | null, contenderWins: number | null];
  /** The contender also wins below an N at which the baseline wins: there is no single crossover. */
  isMixed: boolean;
  /** One trial a cell: wins are point values, nothing is clear. */
  pointValues: boolean;
  /** `null` where the cost lines do not fit, do not meet within the tested N, or contradict the bracket. */
  model: CostModel | null;
}

/** Size at which sequential time c N meets the contender's o + k N. */
export interface CostModel {
  /** o / (c - k). */
  n: number;
  /** 95 %. */
  interval: Interval;
  overheadMs: number;
  contenderMsPerN: number;
  sequentialMsPerN: number;
  /** Whether repeats could have rejected the lines (and did not); false with one trial a cell. */
  isTested: boolean;
}

/** Run files whose blocks are analysed as those of one recording. */
export interface PooledFiles {
  /** Oldest first, the run itself last, each with the number of its blocks. */
  files: { id: string; blocks: number }[];
  /** A parent that is not at hand or does not fit, and why; `null` where the line is whole. */
  missing: { id: string; why: string } | null;
}

export interface RunAnalysis {
  id: string;
  /** Of a run that goes on with another: whose blocks were analysed together. */
  pooled?: PooledFiles;
  study: string;
  status: Run["status"];
  /** True where the trials of a block were interleaved (our runner, imports that name their blocks). */
  interleaved: boolean;
  /** Fewest and most usable trials of the cells that are not without. */
  blocks: { min: number; max: number };
  /** Fewer than 20 blocks: verdicts are labelled quick. */
  quick: boolean;
  /** Trials that foreign load starved, of those that recorded how long they waited for a core. */
  starved: { trials: number; judged: number };
  /** Floor in percent that a change must reach. */
  floorPercent: number;
  /** What of the run was analysed; absent: all of it. */
  part?: ShownPart;
  experiments: ExperimentAnalysis[];
  /** The run's findings, best first, over all experiments. */
  findings: (Finding & { experiment: string })[];
}

export interface ComparedCell extends Change {
  experiment: string;
  factors: Factors;
  key: string;
  label: string;
}

/** Control cells of two runs: the same small work, timed in the blocks of both. */
export interface ControlComparison {
  /** Whether the ratios of the cells are divided by it. */
  used: boolean;
  /** Why they cannot be; `null` where they can. */
  whyNot: string | null;
  /** What it took in the second run against the first; `null` where nothing can be said. */
  change: Change | null;
}

export interface Comparison {
  /** The reference. */
  a: { id: string; study: string; machine: string };
  b: { id: string; study: string; machine: string };
  /** Differences that forbid a reading of the ratio as one program's change: machine, cores, Node, study ... */
  differences: { what: string; a: string; b: string }[];
  /** `null` where one of the files does not say which machine it was. */
  sameMachine: boolean | null;
  /** The control cells of the two; `null` where neither has one. */
  control: ControlComparison | null;
  /** Smallest change in percent that is called one here. */
  floorPercent: number;
  cells: ComparedCell[];
  summary: {
    /** What all ratios are of; absent: the time, or several things. */
    measure?: Measure;
    /** Geometric mean of the ratios b / a over matched cells with a ratio; `null` without any. */
    geometricMeanRatio: number | null;
    arithmeticMeanChangePercent: number | null;
    /** Cells of both runs, and those of them that have a ratio. */
    matched: number;
    withRatio: number;
  };
  unmatched: { run: "a" | "b"; experiment: string; factors: Factors }[];
  findings: Finding[];
}
