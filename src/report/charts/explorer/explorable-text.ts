import { sha256 } from "../../../record/schema/run-id.js";
import type { ChartTable, Spec } from "../marks/chart.js";
import { filled, type Shape } from "../output/spec-with-holes.js";
import { explorable, type HoledText, withTips, wordsOf } from "./explorable.js";

/** Stand-in for rows: one row with the name of their hole. */
const ROWS = /\[\{"hole":"(rows_\d+_)"(?:,"series":0)?\}\]/;
/** Stand-in for labels, and for their kind where it stands beside them. */
const LABELS = /\{"(labels_\d+_)":""\}(,"kind":"\w+")?/;

/** The part that the explorables of one kind of chart share, in a file that all of them load. */
export interface ExplorableKind {
  /** The beginning of the hash of its content. */
  name: string;
  /** Classic script that hands the text with holes to the explorer. */
  script: string;
}

/** Folder of the files of kinds. */
export const KINDS_FOLDER = "assets/kinds/";
const NAME_DIGITS = 16;

/** The file of a kind. */
export function kindOf(holed: HoledText): ExplorableKind {
  const json = JSON.stringify(holed);
  const name = sha256(json).slice(0, NAME_DIGITS);
  return { name, script: `(window.scalebookKinds||={})["${name}"]=${json};\n` };
}

/** Key that tells the kinds of explorables apart. */
export function explorableKey({ key, rows }: Shape): string {
  return `${[...rows].map(([name, values]) => `${name}${hasSeries(values)}`)} ${key}`;
}

/** The explorable of a kind as text, with holes for what differs between its charts. */
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

/** Values for the holes of one chart, as a JSON object by the names of the holes. */
export function ownText({ rows, signals }: Shape, table: ChartTable): string {
  const words = wordsOf(table);
  const tables = [...rows].map(([name, own]): [string, unknown] => [name, withTips(own, words)]);
  return JSON.stringify(Object.fromEntries([...tables, ...signals]));
}

function hasSeries(rows: readonly object[]): boolean {
  return rows.some((row) => "series" in row);
}
