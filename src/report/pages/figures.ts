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
  /** The same picture for narrow screens. */
  narrow: string;
  data: TableModel;
}

/** Draws a picture. `id` is unique on its page. */
export async function drawFigure(render: Renderer, id: string, picture: Picture): Promise<FigureModel> {
  const { title, subtitle, table, notes } = picture;
  const labelledBy = `${id}-title ${id}-subtitle`;
  const svg = await render(picture.spec, { id: `${id}-picture`, labelledBy });
  const narrow = await render(picture.narrow, { id: `${id}-narrow`, labelledBy });
  return { id, title, subtitle, notes, svg, narrow, data: chartTable(`${id}-data`, title, table) };
}
