import type { Picture } from "../charts/chart.js";
import type { Renderer } from "../charts/render.js";
import { chartTable, type TableModel } from "../tables/table.js";

/** A drawn chart with its words and its figures. */
export interface FigureModel {
  id: string;
  title: string;
  subtitle: string;
  notes: string[];
  /** Safe markup: drawn by Vega, which escapes all text, and tidied by us. The one thing a template inlines unescaped. */
  svg: string;
  data: TableModel;
}

/** Draws a picture. `id` is unique on its page. */
export async function drawFigure(render: Renderer, id: string, picture: Picture): Promise<FigureModel> {
  const { title, subtitle, spec, table, notes } = picture;
  const svg = await render(spec, { id: `${id}-picture`, labelledBy: `${id}-title ${id}-subtitle` });
  return { id, title, subtitle, notes, svg, data: chartTable(`${id}-data`, title, table) };
}
