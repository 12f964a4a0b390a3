import type { ModelChoice } from "../scaling/models/choose-model.js";
import type { ModelFit } from "../scaling/models/fit-model.js";
import type { KarpFlatt } from "../scaling/models/karp-flatt.js";
import type { Law } from "../scaling/models/law.js";

/** What the scaling laws say of a line. */
export interface LineModels {
  /** The law that the data carry: Amdahl or USL for a strong line, Gustafson for a weak one; `null`: none (`reason`). */
  chosen: Law["id"] | null;
  reason?: ModelChoice["reason"] | "no-repeats";
  /** Every law that was fitted, the chosen one among them. N is the rounds-aware ideal speed-up, not the workers. */
  fits: ModelFit[];
  /** AICc of Amdahl's law less that of the USL; `null` where they were not compared. */
  aiccGain: number | null;
  /** Whether a peak of the chosen law may be stated: it lies inside what was tested. */
  isPeakSupported: boolean;
  /** Karp and Flatt's serial share at each point against its ideal; none where the ideal is under 3, nor on a weak line. */
  karpFlatt: KarpFlatt[];
  /** How it goes from the fewest to the most workers; `null` with fewer than two. */
  karpFlattTrend: Trend | null;
}

/**
 * How the serial share goes with more workers. `rising` speaks for overhead that grows; `level`, the same within 2 points,
 * for a serial part; `unclear`: not enough evidence.
 */
export type Trend = "rising" | "falling" | "level" | "unclear";
