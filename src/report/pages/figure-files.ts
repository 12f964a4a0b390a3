import { explorable } from "../charts/explorer/explorable.js";
import type { Picture } from "../charts/marks/chart.js";
import { figuresOf } from "../charts/marks/table-columns.js";
import type { Renderer } from "../charts/output/render.js";
import { standaloneSpec } from "../charts/output/standalone.js";
import { csvText } from "../format/csv.js";
import { packedJson } from "../format/packed-json.js";
import type { SiteFile } from "../page-model/page.js";

const RECORD = "charts.js";
const CSV = "charts.csv";

/** A chart that a page shows. */
interface ShownChart {
  place: { id: string; path: string; csv: string; experiment: string; chart: string };
  picture: Picture;
}

/** Paths of the files with the charts of a page: they lie beside it. */
export function figurePaths(page: string): Record<"record" | "csv", string> {
  const folder = page.replace(/[^/]*$/, "");
  return { record: `${folder}${RECORD}`, csv: `${folder}${CSV}` };
}

/**
 * The record of a page's charts: a classic script, as no page from file:// may fetch. It sets `scalebookCharts` to a promise
 * of the charts by the ids of their figures; the parts of each are named after what they become.
 */
export async function recordFiles(shown: readonly ShownChart[], render: Renderer): Promise<SiteFile[]> {
  const [first] = shown;
  if (first === undefined) return [];
  const charts: Record<string, object> = {};
  for (const { place, picture } of shown) {
    const { spec, narrow, table } = picture;
    const { heads, rows } = figuresOf(table);
    charts[place.id] = {
      "vl.json": standaloneSpec(picture),
      wide: explorable(await render.compile(spec), table),
      narrow: explorable(await render.compile(narrow), table),
      csv: csvText(heads, rows),
    };
  }
  const content = `scalebookCharts=${packedJson(charts)};\n`;
  return [{ path: figurePaths(first.place.path).record, content }];
}

/** One CSV with the figures of all these charts: a column for every head that any of them has. */
export function csvFiles(shown: readonly ShownChart[]): SiteFile[] {
  const [first] = shown;
  if (first === undefined) return [];
  const tables = shown.map(({ place, picture }) => ({ place, ...figuresOf(picture.table) }));
  const heads = [...new Set(tables.flatMap((table) => table.heads))];
  const rows = tables.flatMap(({ place, heads: own, rows: figures }) => {
    const columns = heads.map((head) => own.indexOf(head));
    return figures.map((row) => [place.experiment, place.chart, ...columns.map((column) => row[column] ?? null)]);
  });
  return [{ path: first.place.csv, content: csvText(["experiment", "chart", ...heads], rows) }];
}
