import type { Ratio } from "../../../stats/interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { logTimes, logTimesWithoutBlocks } from "../../cells/usable-times.js";
import type { LineModels } from "../../results/scaling.js";
import { chooseModel, isPeakSupported, type ModelChoice, verdict } from "./choose-model.js";
import { fitModel } from "./fit-model.js";
import { karpFlatt, karpFlattTrend } from "./karp-flatt.js";
import type { Reading, ScalingPoint } from "./observations.js";

/** A cell of a line: the work it does in units of the reference's work, the ideal speed-up and the measured one. */
interface LineCell {
  view: CellView;
  work: number;
  workers: number;
  ideal: number;
  speedUp: Ratio | null;
}

interface LineInput {
  kind: "strong" | "weak";
  /** By ascending workers. */
  cells: readonly LineCell[];
  reference: CellView | null;
  interleaved: boolean;
}

/** Fewer worker counts carry no model. */
const FEWEST_POINTS = 4;
/** Log of the cells' geometric mean throughputs. */
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

function chooseGustafson(points: readonly ScalingPoint[]): ModelChoice {
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

/**
 * The points that laws are fitted to. A law's N is the rounds-aware ideal speed-up: 8 tasks on 3 workers count
 * as 2.67, and CPU-bound work on more workers than cores as the cores. Of several worker counts with one ideal the fewest
 * stands for all: what the others add is no parallelism.
 *
 * @param cells by ascending workers
 */
function linePoints(cells: readonly LineCell[], interleaved: boolean): ScalingPoint[] {
  const rising = cells.filter(({ ideal }, index) => cells.slice(0, index).every((before) => ideal > before.ideal));
  const logs = interleaved ? logTimesWithoutBlocks(rising.map(({ view }) => view)) : null;
  return rising.map(({ view, work, ideal }, index) => ({
    workers: ideal,
    throughputs: (logs?.[index] ?? logTimes(view)).map((log) => work / Math.exp(log)),
  }));
}
