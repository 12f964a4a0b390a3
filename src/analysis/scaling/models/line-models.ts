import type { Ratio } from "../../../stats/interval.js";
import type { CellView } from "../../cells/cell-view.js";
import type { LineModels } from "../../results/line-models.js";
import { chooseModel, isPeakSupported, type ModelChoice, verdict } from "./choose-model.js";
import { fitModel } from "./fit-model.js";
import { karpFlatt } from "./karp-flatt.js";
import { karpFlattTrend } from "./karp-flatt-trend.js";
import { linePoints, type ModelledCell } from "./line-points.js";
import type { Reading } from "./observations.js";

/** A cell of a line with its measured speed-up. */
export interface SpedCell extends ModelledCell {
  workers: number;
  speedUp: Ratio | null;
}

export interface LineInput {
  kind: "strong" | "weak";
  /** By ascending workers. */
  cells: readonly SpedCell[];
  reference: CellView | null;
  interleaved: boolean;
}

/** Fewer worker counts carry no model. */
const FEWEST_POINTS = 4;
/** Log of the cells' geometric mean throughputs (statistics.md). */
const READING: Reading = { scale: "log", figure: "throughput" };

/** Fits the laws to a line: each is drawn and quoted only where `chosen` names it. */
export function lineModels(line: LineInput): LineModels {
  const points = linePoints(line.cells, line.interleaved);
  const choice = line.kind === "weak" ? chooseGustafson(points) : chooseModel(points, READING);
  const { chosen, candidates, gain, reason } = withRepeats(choice);
  return {
    chosen: chosen?.model ?? null,
    ...(reason !== undefined && { reason }),
    fits: candidates,
    aiccGain: gain,
    isPeakSupported: chosen !== null && isPeakSupported(chosen, choice),
    ...karpFlattOf(line),
  };
}

/** What nothing was repeated to reject, the data do not carry. */
function withRepeats(choice: ModelChoice): Omit<ModelChoice, "reason"> & Pick<LineModels, "reason"> {
  return choice.chosen?.lackOfFit === null ? { ...choice, chosen: null, reason: "no-repeats" } : choice;
}

function chooseGustafson(points: ReturnType<typeof linePoints>): ModelChoice {
  if (points.length < FEWEST_POINTS) {
    return { chosen: null, reason: "too-few-worker-counts", candidates: [], gain: null };
  }
  const fit = fitModel("gustafson", points, READING);
  return { ...verdict(fit), candidates: [fit], gain: null };
}

function karpFlattOf({
  kind,
  cells,
  reference,
  interleaved,
}: LineInput): Pick<LineModels, "karpFlatt" | "karpFlattTrend"> {
  if (kind === "weak" || reference === null) return { karpFlatt: [], karpFlattTrend: null };
  const known = cells.flatMap((cell) => {
    if (cell.speedUp === null) return [];
    return karpFlatt([{ workers: cell.ideal, speedUp: cell.speedUp }]).map((metric) => ({ cell, metric }));
  });
  const [first, last] = [known[0]?.cell, known.at(-1)?.cell];
  return {
    karpFlatt: known.map(({ cell: { workers }, metric }) => ({ ...metric, workers })),
    karpFlattTrend:
      first === undefined || last === undefined || first === last
        ? null
        : interleaved
          ? karpFlattTrend(reference, first, last)
          : "unclear",
  };
}
