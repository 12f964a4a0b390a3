import type { Ratio } from "../../stats/interval.js";
import type { Change } from "./change.js";
import type { LargestLoss } from "./stack.js";

/** What a comparison of two versions is over. `scaling`: what a line's speed-up changed by, not its time. */
export type VersionScope = "all" | "strategy" | "workers" | "cell" | "scaling";

/** The new version against the old one over one or several cells, block by block. */
export interface VersionChange {
  scope: VersionScope;
  /** "over all", "thread pool", "4 workers", "thread pool, 4 workers". */
  label: string;
  /** Keys of the cells of the old version, and of the new one. */
  keys: { before: string[]; after: string[] };
  /**
   * From old to new. Of several cells the ratio of their geometric means. Of `scaling` the ratio of the speed-ups, old over
   * new: above 1 the new version scales worse, and the verdict is "slower".
   */
  change: Change;
  /** What the old version under its second name differs by from itself, decided in a family of its own; `null` without one. */
  twin: Change | null;
}

/** How the scaling of one line changed between two versions. `mixed`: better at one worker count and worse at another. */
export interface VersionScaling {
  /** "thread pool, 8 tasks"; "" where there is one line. */
  label: string;
  verdict: "worse" | "better" | "same" | "mixed" | "inconclusive";
  /** Fewest workers, which the speed-ups are over. */
  fewest: number;
  /** Every further worker count. */
  steps: VersionStep[];
  /** What the most workers lose most by; `null` where that is not on record. */
  loss: Record<"before" | "after", LargestLoss | null>;
}

export interface VersionStep {
  workers: number;
  /** Of the speed-ups. */
  contrast: VersionChange;
  /** Speed-up of each version over its own fewest workers. */
  speedUp: Record<"before" | "after", Ratio | null>;
}

/** What is known of two versions that one sitting recorded. */
export interface VersionsAnalysis {
  before: string;
  after: string;
  twin: string | null;
  sideBySide: boolean;
  /** Whether they gave different results of the same work. */
  resultsDiffer: boolean;
  /** Smallest change in percent that is called one here. */
  floorPercent: number;
  /** The comparison whose twin was decided to differ by more than the machine's own floor, and so raised it. */
  floorRaisedBy: VersionChange | null;
  /** Over all cells; of a single cell, that cell's; `null` where none was finished by both. */
  overall: VersionChange | null;
  /** In reading order: over all, by strategy, by worker count, cell by cell. What would hold the same cells stands once. */
  changes: VersionChange[];
  scaling: VersionScaling[];
  /** Labels and keys of cells that the old version finished, and the new one in no block. */
  failing: { label: string; key: string }[];
  /** Those that the new version finished in some blocks, and clearly fails more often than the old one (Fisher's exact test). */
  failingMore: { label: string; key: string }[];
  /** Comparisons that were corrected together. */
  family: number;
}
