import { group } from "d3-array";
import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { formatBytes } from "../../../words/bytes.js";
import { formatTime } from "../../../words/time.js";
import { type Axis, fitTicks, logAxis, logTimeAxis } from "../marks/axis.js";
import { cellColumns } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import { levelStyle } from "../marks/lines/level-style.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { isDrawable } from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";
import { figureColumn, tableOf } from "../marks/table-columns.js";
import { cellTimeWords, crossWords, undrawnNotes } from "../marks/titles.js";
import { medianOf, type RecordedCell, recordedCells } from "./recorded.js";

const WAY_WORDS: Record<string, string> = {
  clone: "cloned",
  json: "as JSON",
  transfer: "transferred",
  share: "shared",
};

interface Overlay {
  id: string;
  yTitle: string;
  what: string;
  valueOf(recorded: RecordedCell): number | null;
}

/** Total time over the bytes that every task hands back. */
export const timeVsBytes = overBytes({
  id: "time-vs-bytes",
  yTitle: "total time",
  what: "Total time",
  valueOf: ({ cell }) => (isDrawable(cell) ? cell.medianMs : null),
});

/** What the way back of the last result takes, over its bytes. */
export const transferTime = overBytes({
  id: "transfer-time",
  yTitle: "way back",
  what: "The way back of the last result",
  valueOf: (recorded) => {
    const ms = isOneThread(recorded.cell.factors.strategy) ? null : medianOf(recorded, "transfer-ms");
    return ms !== null && ms > 0 ? ms : null;
  },
});

function overBytes(overlay: Overlay): Chart {
  return {
    id: overlay.id,
    onCall: true,
    applies: (analysis, experiment) => panelsOf(overlay, analysis, experiment).length > 0,
    spec: (input) => draw(overlay, input),
  };
}

interface BytesLine {
  name: string;
  factors: Factors;
  cells: RecordedCell[];
}

function bytesOf({ cell }: RecordedCell): number {
  const bytes = cell.factors.more?.bytes;
  return typeof bytes === "number" ? bytes : 0;
}

/** A panel a form of the data, a line a way to hand it back; nothing at all has no place on a logarithmic axis. */
function panelsOf(overlay: Overlay, analysis: ExperimentAnalysis, experiment: ChartInput["experiment"]) {
  const given = recordedCells(analysis, experiment).filter((one) => bytesOf(one) > 0);
  const relevant = given.filter((one) => !isDrawable(one.cell) || overlay.valueOf(one) !== null);
  return [...group(relevant, ({ cell }) => String(cell.factors.more?.form ?? "")).entries()].flatMap(
    ([form, cells]) => {
      const lines = [...group(cells, ({ cell }) => variantKey(cell.factors)).values()].map((members): BytesLine => {
        const { factors } = (members[0] as RecordedCell).cell;
        return { name: lineName(factors), factors, cells: members.toSorted((a, b) => bytesOf(a) - bytesOf(b)) };
      });
      const drawn = cells.filter((one) => overlay.valueOf(one) !== null);
      return new Set(drawn.map(bytesOf)).size > 1 ? [{ form, lines }] : [];
    },
  );
}

function lineName({ strategy, more = {} }: Factors): string {
  const way = typeof more.transfer === "string" ? `, ${WAY_WORDS[more.transfer] ?? more.transfer}` : "";
  return `${strategy.replaceAll("-", " ")}${way}`;
}

function draw(overlay: Overlay, { analysis, experiment }: ChartInput): Picture {
  const panels = panelsOf(overlay, analysis, experiment);
  const recorded = recordedCells(analysis, experiment);
  const drawn = panels.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells));
  const summaries = drawn.map(({ cell }) => cell);
  return {
    title: title(overlay, drawn),
    subtitle: [
      `${overlay.what} over the size of what every task hands back, both axes logarithmic. Medians.`,
      crossWords(summaries),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = room === "wide" && panels.length > 1 ? { width: 430, height: 230 } : panelSize(1, room);
      const specs = panels.map(({ form, lines }) => panelSpec(form, lines, { overlay, size, analysis }));
      return room === "wide" ? { vconcat: specs, spacing: 34 } : arrange(specs, room);
    }),
    table: tableOf(recorded, [
      ...cellColumns(recorded, ({ cell }) => cell),
      figureColumn({
        label: overlay.yTitle,
        unit: "ms",
        of: overlay.valueOf,
        format: formatTime,
        instead: ({ cell }) => (isDrawable(cell) ? "–" : cellTimeWords(cell)),
      }),
    ]),
    notes: undrawnNotes(summaries),
  };
}

/** The least and the most at the largest size that two ways were given. */
function title(overlay: Overlay, drawn: readonly RecordedCell[]): string {
  const known = drawn.flatMap((one) => {
    const value = overlay.valueOf(one);
    return value === null ? [] : [{ one, value }];
  });
  const shared = [...group(known, ({ one }) => String(bytesOf(one))).values()].filter((members) => members.length > 1);
  const largest = shared.reduce<typeof known>(
    (best, members) =>
      best[0] === undefined || bytesOf((members[0] as (typeof known)[0]).one) > bytesOf(best[0].one) ? members : best,
    [],
  );
  const ordered = largest.toSorted((a, b) => a.value - b.value);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most) return `${overlay.what} over the size of what a task hands back`;
  const words = ({ one, value }: typeof least) =>
    `${formatTime(value)} (${lineName(one.cell.factors)}${formWords(one)})`;
  return `${overlay.what} at ${formatBytes(bytesOf(least.one))} a task: from ${words(least)} to ${words(most)}`;
}

function formWords({ cell }: RecordedCell): string {
  const form = cell.factors.more?.form;
  return typeof form === "string" ? `, ${form}` : "";
}

interface PanelInput {
  overlay: Overlay;
  size: PanelSize;
  analysis: ExperimentAnalysis;
}

function panelSpec(form: string, lines: readonly BytesLine[], { overlay, size, analysis }: PanelInput): Spec {
  const styles = styleOf(analysis.cells.map(({ factors }) => factors));
  const ofStrategy = (factors: Factors) => lines.filter((line) => line.factors.strategy === factors.strategy);
  const styled = lines.map((line) => {
    const siblings = ofStrategy(line.factors);
    return { line, style: levelStyle(styles(line.factors), siblings.indexOf(line), siblings.length) };
  });
  const values = lines.flatMap(({ cells }) => cells.flatMap((one) => overlay.valueOf(one) ?? []));
  return linePanel({
    ...size,
    title: form === "" ? "" : `Handed back as ${form}`,
    x: fitTicks(bytesAxisOf(lines.flatMap(({ cells }) => cells.map(bytesOf))), size.width),
    y: logTimeAxis(values),
    xTitle: "handed back by every task",
    yTitle: overlay.yTitle,
    lines: styled.map(({ line, style }, index) => ({
      id: `s${index}`,
      label: line.name,
      detail: "",
      style,
      points: line.cells.flatMap((one) => {
        const y = overlay.valueOf(one);
        return y === null ? [] : [{ x: bytesOf(one), y, low: null, high: null, name: one.cell.label }];
      }),
      level: false,
    })),
    markers: [],
    bands: [],
    crosses: styled.flatMap(({ line, style }) =>
      line.cells
        .filter(({ cell }) => !isDrawable(cell))
        .map((one) => ({ x: bytesOf(one), style, name: one.cell.label })),
    ),
  });
}

/** The tested sizes themselves as ticks. */
function bytesAxisOf(bytes: readonly number[]): Axis {
  const levels = [...new Set(bytes)].sort((a, b) => a - b);
  const axis = logAxis(levels, formatBytes, 1.3);
  return { ...axis, ticks: levels.map((value) => ({ value, label: formatBytes(value).replace(/\.0+(?= )/, "") })) };
}
