import { fixed } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { barFigure, type Measured } from "../marks/bars/bar-figures.js";

/** Shortest time for a quotient: the CPU time of a process tree moves in steps of 10 ms. */
const LEAST_FOR_CORES_MS = 50;

/** Real time beside the user and system time that all cores together spent. */
export const cpuTime = barFigure({
  id: "cpu-time",
  columns: [
    ...["real", "user", "system"].map((label) => ({ label, unit: "ms", format: formatTime })),
    { label: "cores busy", unit: "", format: (cores) => fixed(cores, 2) },
  ],
  measure({ cell: { medianMs, medianUserMs, medianSysMs } }) {
    if (medianMs === null || medianUserMs === null) return null;
    const system = medianSysMs ?? 0;
    return {
      parts: [medianUserMs, system],
      tick: medianMs,
      figure: `real ${formatTime(medianMs)}`,
      figures: [
        medianMs,
        medianUserMs,
        system,
        medianMs < LEAST_FOR_CORES_MS ? null : (medianUserMs + system) / medianMs,
      ],
    };
  },
  title(measured) {
    const busy = measured
      .filter(({ cell }) => (cell.medianMs ?? 0) >= LEAST_FOR_CORES_MS)
      .map((one) => ({ ...one, cores: coresOf(one) }))
      .sort((a, b) => a.cores - b.cores);
    const [least, most] = [busy[0], busy.at(-1)];
    if (!least || !most || least === most) return "Real, user and system time";
    return `${sentenceCase(most.label)} kept ${fixed(most.cores, 2)} cores busy, ${least.label} ${fixed(least.cores, 2)}`;
  },
  subtitle:
    "Dark: user time; pale: system time, both of all cores together. Tick: real time, what the caller waited. A tick inside the bar: more than one core was busy. Medians.",
});

function coresOf({ cell: { medianMs, medianUserMs, medianSysMs } }: Measured): number {
  return ((medianUserMs ?? 0) + (medianSysMs ?? 0)) / (medianMs ?? 1);
}
