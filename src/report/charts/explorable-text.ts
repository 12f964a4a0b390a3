import type { ChartTable, Spec } from "./chart.js";
import { explorable, tipped, wordsOf } from "./explorable.js";
import { filled, type Shape } from "./shape.js";
import { labelKind } from "./tick-labels.js";

/** What stands in for rows until they are known: one row that says where they are. */
const ROWS = /\[\{"hole":"(rows_\d+_)"(?:,"series":0)?\}\]/;
/** What stands in for labels, and for their kind where that is told beside them. */
const LABELS = /\{"(labels_\d+_)":""\}(,"kind":"\w+")?/;

/** JSON of an explorable with holes: `texts` has one more than `holes`. */
export interface HoledText {
  texts: string[];
  holes: { name: string; isKindBeside: boolean }[];
}

/** What tells the kinds of explorables apart. */
export function explorableKey({ key, rows }: Shape): string {
  return `${[...rows].map(([name, values]) => `${name}${hasSeries(values)}`)} ${key}`;
}

/** Makes an explorable once for all charts of a kind, as text, and leaves out what differs between them. */
export function holedText(compiled: Spec, { rows, signals, standIns, ...shape }: Shape): HoledText {
  const labels = [...signals.keys()].filter((name) => !standIns.has(name));
  const marked = filled(compiled, {
    ...shape,
    rows: new Map([...rows].map(([name, values]) => [name, [{ hole: name, ...(hasSeries(values) && { series: 0 }) }]])),
    signals: new Map(labels.map((name) => [name, { [name]: "" }])),
    standIns: new Map(),
  });
  const text = JSON.stringify(explorable(marked, { columns: [], rows: [] }));
  const lists = new Map([...standIns].map(([name, json]) => [json, name]));
  const literal = [...lists.keys()].map((json) => json.replace(/[[\].]/g, "\\$&"));
  const hole = new RegExp([ROWS.source, LABELS.source, ...literal].join("|"), "g");
  const found: HoledText = { texts: [], holes: [] };
  let from = 0;
  for (const { 0: whole, 1: ofRows, 2: ofLabels, 3: kind, index } of text.matchAll(hole)) {
    found.texts.push(text.slice(from, index));
    found.holes.push({ name: ofRows ?? ofLabels ?? (lists.get(whole) as string), isKindBeside: kind !== undefined });
    from = index + whole.length;
  }
  found.texts.push(text.slice(from));
  return found;
}

/** The explorable of one chart as JSON. */
export function filledText({ texts, holes }: HoledText, { rows, signals }: Shape, table: ChartTable): string {
  const words = wordsOf(table);
  const known = new Map<string, string>();
  const json = (name: string): string => {
    const own = rows.get(name);
    const made = known.get(name) ?? JSON.stringify(own === undefined ? signals.get(name) : tipped(own, words));
    known.set(name, made);
    return made;
  };
  const parts = holes.map(({ name, isKindBeside }, index) => {
    const labels = isKindBeside ? Object.values(signals.get(name) as Record<string, string>) : [];
    return `${texts[index]}${json(name)}${isKindBeside ? `,"kind":"${labelKind(labels)}"` : ""}`;
  });
  return parts.join("") + texts[holes.length];
}

function hasSeries(rows: readonly object[]): boolean {
  return rows.some((row) => "series" in row);
}
