import type { CellSummary, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { VersionScaling, VersionsAnalysis } from "../../../analysis/results/versions.js";
import { changedPoints } from "../../../analysis/versions/version-points.js";
import {
  changedLine,
  decisionWords,
  speedChange,
  speedUpsNote,
  subjectOf,
} from "../../../analysis/versions/version-words.js";
import { statement } from "../../../words/headline.js";
import { multiple, whole, workerWords } from "../../../words/number.js";
import { signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import type { ChartInput, ChartTable, SmallPictures } from "../marks/chart.js";
import { type LinesPanel, lineChart, smallLines } from "../marks/lines/line-chart.js";
import { styleOf } from "../marks/series-style.js";
import { endsColumn, figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { type Faster, SPEED_UP_LINES } from "./speed-up.js";

/** Speed-up of two versions over the number of workers, each over its own fewest: a panel for each line. */
export const versionSpeedUp = lineChart<Faster>({
  id: "version-speed-up",
  ...SPEED_UP_LINES,
  panels: panelsOf,
  byCores: true,
  title: ({ analysis }) => statement(pointsOf(analysis.versions as VersionsAnalysis)).headline,
  subtitle: ({ analysis, cells }) => [
    `Speed-up of each version over its own ${fewestWords(analysis.versions as VersionsAnalysis)}.`,
    cells.some(({ ratio }) => ratio.interval !== null) ? "Bars: 95 % interval." : "",
    `Hollow and dashed: ${analysis.versions?.before}.`,
  ],
  table: ({ analysis }) => tableOfSteps(analysis.versions as VersionsAnalysis),
  notes: () => [],
});

/** The line whose scaling changed most, else the first, in little room; `undefined` without one. */
export function smallVersionSpeedUp(input: ChartInput): SmallPictures | undefined {
  const { versions } = input.analysis;
  const [panel] = panelsOf(input.analysis);
  if (versions === undefined || panel === undefined) return undefined;
  const changed = versions.scaling.indexOf(changedLine(versions.scaling) as VersionScaling);
  const panels = panelsOf(input.analysis);
  return smallLines(SPEED_UP_LINES, [panels[Math.max(0, changed)] ?? panel], input, []);
}

function panelsOf(analysis: ExperimentAnalysis): LinesPanel<Faster>[] {
  const { versions, cells } = analysis;
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  const styles = styleOf(cells);
  return (versions?.scaling ?? []).map((line) => {
    const series = (["before", "after"] as const).map((side) => {
      const own = pointsOn(line, side, byKey);
      const { more: _, ...factors } = own[0]?.factors ?? { strategy: "", workers: 1 };
      return {
        id: side,
        name: versions?.[side] ?? side,
        style: styles(factors, side === "before" ? 1 : 0),
        cells: own,
      };
    });
    return { title: sentenceCase(line.label), series, cells: series.flatMap(({ cells: own }) => own) };
  });
}

/** Keys of a contrast are those of the cell of more workers, then of the fewest. */
function pointsOn(
  { steps }: VersionScaling,
  side: "before" | "after",
  byKey: ReadonlyMap<string, CellSummary>,
): Faster[] {
  const fewest = steps[0]?.contrast.keys[side][1] ?? "";
  const points = steps.map(({ contrast, speedUp }) => ({ key: contrast.keys[side][0] ?? "", ratio: speedUp[side] }));
  return [{ key: fewest, ratio: { value: 1, interval: null } }, ...points].flatMap(({ key, ratio }) => {
    const cell = byKey.get(key);
    return cell === undefined || ratio === null ? [] : [{ ...cell, ratio }];
  });
}

function pointsOf(versions: VersionsAnalysis): string[] {
  const { scaling, before, after } = versions;
  const changed = changedLine(scaling);
  if (changed) return changedPoints(changed, versions);
  return scaling.every(({ verdict }) => verdict === "same")
    ? [`${subjectOf(after)} scales as well as ${before} within 3 %`, "The new version scales as well within 3 %"]
    : [`Whether ${after} scales as well as ${before} is not decided`, "Whether it scales as well is not decided"];
}

function fewestWords({ scaling }: VersionsAnalysis): string {
  const counts = [...new Set(scaling.map(({ fewest }) => fewest))];
  return counts.length === 1 ? workerWords(counts[0] as number) : "fewest workers";
}

function tableOfSteps({ scaling, before, after }: VersionsAnalysis): ChartTable {
  const rows = scaling.flatMap((line) =>
    line.steps.map((step) => ({
      name: [line.label, workerWords(step.workers)].filter(Boolean).join(", "),
      over: line.fewest,
      step,
      change: speedChange(step.contrast.change),
    })),
  );
  type Step = (typeof rows)[number];
  const speedUp = { unit: "", format: multiple };
  const percent = { unit: "%", format: signedPercent };
  return tableOf<Step>(rows, [
    wordsColumn("combination", ({ name }) => name, "line"),
    figureColumn({ label: "over workers", unit: "", of: ({ over }) => over, format: whole }),
    figureColumn({ label: before, head: "before", ...speedUp, of: ({ step }) => step.speedUp.before?.value ?? null }),
    figureColumn({ label: after, head: "after", ...speedUp, of: ({ step }) => step.speedUp.after?.value ?? null }),
    figureColumn({ label: "change", ...percent, of: ({ change }) => change.changePercent }),
    endsColumn({ label: "95 % interval", ...percent, of: ({ change }) => change.interval }),
    wordsColumn("verdict", ({ step }) => [decisionWords(step.contrast), speedUpsNote(step)].filter(Boolean).join("; ")),
  ]);
}
