import type { ChartTable, Spec } from "../marks/chart.js";
import { type LabelKind, labelKind } from "./tick-labels.js";

/** A compiled chart whose axes and hidden series the explorer sets by signals. */
export interface Explorable {
  /** A Vega specification. */
  spec: Spec;
  panels: Panel[];
}

/** One frame of axes in the picture. */
export interface Panel {
  /** Name of the group mark that draws it; "" for the picture itself. */
  group: string;
  x: ZoomAxis | null;
  y: ZoomAxis | null;
  width: number;
  height: number;
}

export interface ZoomAxis {
  /** Name of the scale; its signals are `view_<name>`, `ticks_<name>` and `labels_<name>`. */
  name: string;
  scale: "linear" | "log";
  domain: [low: number, high: number];
  ticks: number[];
  labels: Record<string, string>;
  kind: LabelKind;
}

type Part = Record<string, unknown>;

/**
 * Prepares a compiled picture for the explorer. Every quantitative scale takes its domain from `view_<scale>` where that is
 * set, and its ticks from `ticks_<scale>` and `labels_<scale>`. While a scale is zoomed, marks on it are cut at their frame,
 * and marks placed in pixels within the frame vanish. Rows of a series in `hidden` are left out. Rows with the `name` of a
 * row of the table get the words of that row as their `tip`.
 *
 * @param spec a Vega specification as Vega-Lite makes it; it is changed, except its rows of data
 */
export function explorable(spec: Spec, table: ChartTable): Explorable {
  const scales = new Map<string, ZoomAxis>();
  const sizes = sizesOf(spec);
  for (const scope of scopesOf(spec)) for (const scale of parts(scope.part, "scales")) register(scale, scales);
  const panels = scopesOf(spec).flatMap((scope) => prepare(scope, scales, sizes));
  const words = wordsOf(table);
  for (const data of parts(spec, "data")) prepareRows(data, words);
  const signals: Part[] = [...scales.values()].flatMap(({ name, ticks, labels }) => [
    { name: `view_${name}`, value: null },
    { name: `ticks_${name}`, value: ticks },
    { name: `labels_${name}`, value: labels },
  ]);
  const own = [...parts(spec, "signals"), ...signals, { name: "hidden", value: [] }, { name: "zoomed", value: false }];
  const autosize = { ...(spec.autosize as object), resize: true };
  return { spec: { ...spec, autosize, signals: own }, panels };
}

interface Scope {
  group: string;
  part: Part;
}

/** The picture and every group in it. */
function scopesOf(spec: Part, group = ""): Scope[] {
  const inner = parts(spec, "marks").flatMap((mark) =>
    mark.type === "group" ? scopesOf(mark, String(mark.name)) : [],
  );
  return [{ group, part: spec }, ...inner];
}

function register(scale: Part, scales: Map<string, ZoomAxis>): void {
  const { name, type, domain } = scale;
  if (!Array.isArray(domain) || domain.length !== 2 || !domain.every((end) => typeof end === "number")) return;
  if (type !== "linear" && type !== "log") return;
  const [low, high] = domain as [number, number];
  scales.set(String(name), {
    name: String(name),
    scale: type,
    domain: [low, high],
    ticks: [],
    labels: {},
    kind: "number",
  });
  scale.domainRaw = { signal: `view_${name}` };
}

/** Numeric values of the signals that groups take their sizes from. */
function sizesOf(spec: Part): Map<string, number> {
  const known = new Map<string, number>();
  for (const { name, value } of parts(spec, "signals")) if (typeof value === "number") known.set(String(name), value);
  for (const name of ["width", "height"]) if (typeof spec[name] === "number") known.set(name, spec[name]);
  return known;
}

function prepare(
  { group, part }: Scope,
  scales: ReadonlyMap<string, ZoomAxis>,
  sizes: ReadonlyMap<string, number>,
): Panel[] {
  const found: { x: ZoomAxis | null; y: ZoomAxis | null } = { x: null, y: null };
  for (const axis of parts(part, "axes")) {
    const scale = scales.get(String(axis.scale));
    if (!scale) continue;
    found[axis.orient === "left" ? "y" : "x"] = scale;
    followZoom(axis, scale);
  }
  if (!found.x && !found.y) return [];
  const size = (name: "width" | "height") => {
    const { signal = name, value } = updateOf(part)?.[name] ?? {};
    return typeof value === "number" ? value : (sizes.get(String(signal)) ?? 0);
  };
  const panel: Panel = { group, ...found, width: size("width"), height: size("height") };
  for (const mark of parts(part, "marks")) letZoom(mark, panel);
  return [panel];
}

/** The axis shows the ticks of its signals; the kind of its labels is read off the labels of the picture. */
function followZoom(axis: Part, scale: ZoomAxis): void {
  const { values } = axis;
  if (Array.isArray(values)) {
    scale.ticks = values.map(Number);
    axis.values = { signal: `ticks_${scale.name}` };
  }
  const text = ((axis.encode as Part)?.labels as { update?: { text?: Part } } | undefined)?.update?.text;
  const [, labels] = /^\((\{.*\})\)\[datum\.value\]/.exec(String(text?.signal)) ?? [];
  if (!text || labels === undefined) return;
  scale.labels = JSON.parse(labels) as Record<string, string>;
  scale.kind = labelKind(Object.values(scale.labels));
  text.signal = `labels_${scale.name}[datum.value] || ''`;
}

function letZoom(mark: Part, panel: Panel): void {
  for (const inner of parts(mark, "marks")) letZoom(inner, panel);
  const update = updateOf(mark);
  if (mark.type === "group" || !update) return;
  const { x, y, opacity } = update;
  if (x?.scale !== undefined || y?.scale !== undefined) {
    mark.clip ??= { signal: "zoomed" };
    return;
  }
  const stale = [inFrame(panel.x, x, panel.width), inFrame(panel.y, y, panel.height)].filter((test) => test !== "");
  if (stale.length > 0)
    update.opacity = [{ test: stale.join(" || "), value: 0 }, opacity ?? { value: 1 }] as unknown as Part;
}

/** Expression for a mark placed in pixels: whether its axis is zoomed and it lies within the frame. "" where neither can be. */
function inFrame(axis: ZoomAxis | null, channel: Part | undefined, length: number): string {
  if (!axis || typeof channel?.field !== "string") return "";
  const at = `datum[${JSON.stringify(channel.field)}]`;
  return `(view_${axis.name} && ${at} > 0 && ${at} <= ${length})`;
}

/** Words for every row of the table, by its first column. */
function wordsOf({ columns, rows }: ChartTable): Map<string, string> {
  return new Map(
    rows.map(([head = "", ...rest]) => {
      const figures = rest.flatMap((text, index) =>
        text === "–" ? [] : [figureWords(columns[index + 1]?.label, text)],
      );
      return [head, [head, ...figures].join("\n")];
    }),
  );
}

/** "median (ms)" and "5.53" as "median: 5.53 ms". */
function figureWords(label = "", text: string): string {
  const [, name = label, unit] = /^(.*) \((\S+)\)$/.exec(label) ?? [];
  return unit === undefined ? `${name}: ${text}` : `${name}: ${text} ${unit}`;
}

function prepareRows(data: Part, words: ReadonlyMap<string, string>): void {
  const rows = parts(data, "values");
  if (rows.length === 0) return;
  data.values = withTips(rows, words);
  if (!rows.some((row) => "series" in row)) return;
  const filter = { type: "filter", expr: "indexof(hidden, datum.series) < 0" };
  data.transform = [filter, ...parts(data, "transform")];
}

/** Rows with their words (`tip`) in place of their names. */
function withTips(rows: readonly object[], words: ReadonlyMap<string, string>): object[] {
  return rows.map((row) => {
    const { name, ...own } = row as Part;
    return typeof name === "string" ? { ...own, tip: words.get(name) ?? name } : row;
  });
}

function updateOf({ encode }: Part): Record<string, Part> | undefined {
  return (encode as { update?: Record<string, Part> } | undefined)?.update;
}

function parts(of: Part, name: string): Part[] {
  const found = of[name];
  return Array.isArray(found) ? found.filter((part) => typeof part === "object" && part !== null) : [];
}
