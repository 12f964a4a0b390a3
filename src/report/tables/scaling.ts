import type { ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import type { Scaling, ScalingPoint, Threshold } from "../../analysis/results/scaling.js";
import { type Measure, measured } from "../../words/measure.js";
import { multiple, whole, withInterval } from "../../words/number.js";
import { shareIntervalWords, shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { TableContext } from "./changes.js";
import { column, numberCell, type RowModel, type TableModel, table, textCell } from "./table.js";

/** Fewer worker counts are no line. */
const FEWEST_COUNTS = 3;
const NO_BREAK = "\u00a0";

/**
 * Every line with its worker counts: speed-up, both efficiencies and Karp and Flatt's serial share, each with its interval,
 * and the three thresholds at the counts where they lie; `null` without a line.
 */
export function scalingTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel | null {
  const { measure } = analysis;
  const lines = analysis.scaling.filter(({ points }) => points.length >= FEWEST_COUNTS);
  if (lines.length === 0) return null;
  const isWeak = lines.every(({ kind }) => kind === "weak");
  const shown = columns(lines, (term) => `${root}glossary/index.html#${term}`);
  return table({
    id: `x-${analysis.id}-scaling`,
    caption: `How it scales: ${isWeak ? "work done" : "speed-up"}, how much of each worker and of the ideal that is, and the thresholds, each a tested count.${lines.some(hasInterval) ? " Brackets: 95 % intervals." : ""}`,
    columns: [column("workers", "n"), ...shown.map(({ label, kind, href }) => column(label, kind, href))],
    groups: lines.map((line) => ({
      title: titleOf(line, analysis.scaling.length > 1, measure),
      rows: line.points.map((point): RowModel => {
        const cells = shown.map(({ of, kind }) =>
          kind === "n" ? numberCell(of(point, line)) : textCell(of(point, line)),
        );
        return { head: textCell(whole(point.workers), "n"), cells };
      }),
    })),
  });
}

function hasInterval({ points }: Scaling): boolean {
  return points.some(({ speedUp }) => speedUp?.interval);
}

/** "Thread pool, against sequential: 445 ms". */
function titleOf({ label, reference }: Scaling, isOneOfMany: boolean, measure: Measure | undefined): string {
  const against =
    reference === null
      ? "with nothing to compare with"
      : `against ${reference.kind === "sequential" ? "sequential" : "its single worker"}: ${measured(reference.medianMs, measure)}`;
  return isOneOfMany ? `${sentenceCase(label)}, ${against}` : sentenceCase(against);
}

interface Column {
  label: string;
  kind: string;
  href: string;
  of(point: ScalingPoint, line: Scaling): string;
}

/** Those that some line can fill. */
function columns(lines: readonly Scaling[], glossary: (term: string) => string): Column[] {
  const all: Column[] = [
    { label: "threshold", kind: "", href: glossary("thresholds"), of: thresholdWords },
    { label: "speed-up", kind: "n", href: glossary("speed-up"), of: ({ speedUp }) => withInterval(speedUp, multiple) },
    {
      label: "efficiency",
      kind: "n",
      href: glossary("efficiency"),
      of: ({ efficiency }) => withInterval(efficiency, shareWords),
    },
    { label: "ideal", kind: "n", href: glossary("ideal"), of: ({ ideal }) => multiple(ideal) },
    {
      label: "of the ideal",
      kind: "n",
      href: glossary("efficiency"),
      // Its interval is that of the speed-up, to scale.
      of: ({ idealEfficiency }) => (idealEfficiency === null ? "–" : shareWords(idealEfficiency.value)),
    },
    { label: "serial share", kind: "n", href: glossary("karp-flatt"), of: karpFlattWords },
  ];
  return all.filter(({ of }) =>
    lines.some((line) => line.points.some((point) => !["", "–"].includes(of(point, line)))),
  );
}

function karpFlattWords({ workers }: ScalingPoint, { models }: Scaling): string {
  const found = models.karpFlatt.find((metric) => metric.workers === workers);
  if (found === undefined) return "–";
  const { serialShare, interval } = found;
  if (interval === null) return shareWords(serialShare);
  // A share may be none at all, so a factor between its ends says nothing of it.
  const ends = interval[1] - interval[0] > 1 ? "not known" : shareIntervalWords(interval).replace(/ %$/, "");
  return `${shareWords(serialShare)} (${ends})`;
}

/** The thresholds that lie at this count; one that the data show no end of still holds at the most that were tested. */
function thresholdWords({ workers }: ScalingPoint, { thresholds }: Scaling): string {
  if (thresholds === null) return "";
  const { efficientTo, worthItTo, saturatesAt } = thresholds;
  const words = [
    efficientTo.workers === workers && markOf(efficientTo, "efficient up to", "still efficient"),
    worthItTo.workers === workers && markOf(worthItTo, "worth adding up to", "still worth adding"),
    saturatesAt.workers === workers && saturatesAt.reached && "no gain beyond",
  ].filter((word) => typeof word === "string");
  return words.map((word) => word.replaceAll(" ", NO_BREAK)).join(", ");
}

/** What is shown of a count beyond which others are left open is said to be shown, and no more. */
function markOf({ reached, open }: Threshold, ended: string, still: string): string {
  if (open.length > 0) return `shown ${ended}`;
  return reached ? ended : still;
}
