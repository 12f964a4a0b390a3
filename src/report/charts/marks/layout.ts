import type { Picture, Spec } from "./chart.js";

/** Width of a picture on a screen: a column of text, or a telephone. */
export type ScreenWidth = "wide" | "narrow";

/** Width of a picture: of a screen, half a printed page or a whole one. */
export type PictureWidth = ScreenWidth | "half" | "page";

/** Width in px of half a printed page, on which the letters of a picture are as large as those of tables. */
export const HALF_PAGE = 400;

export interface PanelSize {
  width: number;
  height: number;
}

/** Picture in a row of a list, in px. */
export const ROW_SIZE = { width: 168, height: 72 } as const;

/** Panel beside the words that open a page, in px, without the labels at the line ends. */
export const HERO_PANEL: Record<ScreenWidth, PanelSize> = {
  wide: { width: 330, height: 210 },
  narrow: { width: 180, height: 170 },
};

/** The picture for every width; a page shows the one that fits. */
export function forEveryWidth(draw: (room: PictureWidth) => Spec): Pick<Picture, "spec" | "narrow" | "half" | "page"> {
  return { spec: draw("wide"), narrow: draw("narrow"), half: () => draw("half"), page: () => draw("page") };
}

/** Width and height in px of each of `count` panels, without the labels at the line ends. */
export function panelSize(count: number, room: PictureWidth): PanelSize {
  if (room === "narrow") return { width: 172, height: 210 };
  if (room === "half" || room === "page") return { width: 250, height: count === 1 ? 160 : 130 };
  return count === 1 ? { width: 640, height: 300 } : { width: 250, height: 210 };
}

/** One panel as it is, several below each other, on a printed page in rows of two. */
export function below(panels: readonly Spec[], spacing: number, room: PictureWidth): Spec {
  if (panels.length === 1) return panels[0] as Spec;
  if (room === "page") return { concat: panels, columns: 2, spacing: { row: spacing, column: 30 } };
  return { vconcat: panels, spacing };
}

/** One panel as it is, several in rows of two, or below each other where there is no room. */
export function arrange(panels: readonly Spec[], room: PictureWidth): Spec {
  const [only] = panels;
  if (only && panels.length === 1) return only;
  return {
    concat: panels,
    columns: room === "wide" || room === "page" ? 2 : 1,
    spacing: { row: 34, column: 30 },
    resolve: { scale: { x: "independent", y: "independent" } },
  };
}
