import { group } from "d3-array";
import { keepsLimits, type Statement, statement } from "../../words/headline.js";
import { workerWords } from "../../words/number.js";
import { listStart, lowerFirst, sentenceCase } from "../../words/sentence.js";
import { reasonWords } from "../../words/verdict-words.js";
import type { Weighed } from "../advice/weigh.js";
import { variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Pair } from "../comparing/pairs.js";
import type { Change, CrossoverSummary, Finding } from "../results/run-analysis.js";
import type { Scaling } from "../results/scaling.js";
import type { VersionsAnalysis } from "../results/versions.js";

/** Input of every rule. */
export interface FindingContext extends AnalysedExperiment {
  /** Its cells weighed for advice, size by size. */
  weighed: readonly Weighed[];
  /** Scaling of its lines, with their thresholds. */
  scaling: readonly Scaling[];
  /** In the order of `crossovers` of the comparisons against the baseline. */
  crossovers: readonly CrossoverSummary[];
  /** What two versions differ by; `null` where the experiment has none. */
  versions: VersionsAnalysis | null;
}

/** A statement with its evidence, as a rule makes it. */
export interface Draft extends Statement {
  weight: number;
  /** The change that the headline speaks of, where it is one. */
  change?: Change;
  changes?: readonly CellChange[];
  /** Without them: the cells that the changes are between. */
  cells?: readonly { key: string }[];
  figures?: Finding["evidence"]["figures"];
}

/** Statements on an experiment: none, one, or one for each size or strategy. */
export type FindingRule = (context: FindingContext) => Draft[];

/** The finding that a rule's draft stands for. */
export function findingOf(
  id: string,
  { headline, detail, text, change, weight, changes, cells, figures }: Draft,
): Finding {
  const between = changes?.flatMap(({ from, to }) => [from, to]);
  const evident = cells ?? between;
  return {
    id,
    headline,
    detail,
    change: change ?? null,
    text,
    weight,
    evidence: {
      ...(changes && { changes: changes.map(({ change }) => change) }),
      ...(evident && { cells: evident.map(({ key }) => key) }),
      ...(figures && { figures }),
    },
  };
}

/** The decisions on pairs; pairs without a ratio are left out. */
export function judged(pairs: readonly Pair[], { comparisons }: FindingContext): CellChange[] {
  return pairs.map(({ from, to }) => comparisons.decide(from, to)).filter(({ change }) => change.ratio !== null);
}

/** "thread pool, 4 workers". */
export function variantAndWorkers({ factors }: CellView, { varying }: Pick<FindingContext, "varying">): string {
  return `${variantWords(factors, varying)}, ${workerWords(factors.workers)}`;
}

/** A statement on cells of one size or line: its words open the headline where they fit, else the detail. */
export function placed(place: string, headline: string, detail: string): Statement {
  if (place === "") return statement(headline, detail);
  const at = (says: string) => `${sentenceCase(place)}: ${lowerFirst(says)}`;
  return keepsLimits(at(headline)) ? statement(at(headline), detail) : statement(headline, detail && at(detail));
}

/** Members of a group of which nothing can be told, by reason: "Nothing can be told of thread pool at N = 1,000: ...". */
export function untoldWords(untold: readonly CellChange[], placeOf: (entry: CellChange) => string): string {
  const reasons = [...group(untold, ({ change }) => reasonWords(change))];
  return reasons
    .map(([why, those]) => `Nothing can be told of ${listStart([...new Set(those.map(placeOf))])}: ${why}.`)
    .join(" ");
}
