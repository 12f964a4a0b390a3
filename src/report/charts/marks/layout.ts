import type { Picture, Spec } from "./chart.js";

/** Width of a picture: a column of text, or the screen of a telephone. */
export type PictureWidth = "wide" | "narrow";

export interface PanelSize {
  width: number;
  height: number;
}

/** Picture in a row of a list, in px. */
export const ROW_SIZE = { width: 168, height: 72 } as const;

/** Panel beside the words that open a page, in px, without the labels at the line ends. */
export const HERO_PANEL: Record<PictureWidth, PanelSize> = {
  wide: { width: 330, height: 210 },
  narrow: { width: 180, height: 170 },
};

/** The picture for both rooms; a page shows the one that fits. */
export function forBothWidths(draw: (room: PictureWidth) => Spec): Pick<Picture, "spec" | "narrow"> {
  return { spec: draw("wide"), narrow: draw("narrow") };
}

/** Width and height in px of each of `count` panels, without the labels at the line ends. */
export function panelSize(count: number, room: PictureWidth): PanelSize {
  if (room === "narrow") return { width: 172, height: 210 };
  return count === 1 ? { width: 640, height: 300 } : { width: 250, height: 210 };
}

/** One panel as it is, several below each other. */
export function below(panels: readonly Spec[], spacing: number): Spec {
  return panels.length === 1 ? (panels[0] as Spec) : { vconcat: panels, spacing };
}

/** One panel as it is, several in rows of two, or below each other where there is no room. */
export function arrange(panels: readonly Spec[], room: PictureWidth): Spec {
  const [only] = panels;
  if (only && panels.length === 1) return only;
  return {
    concat: panels,
    columns: room === "wide" ? 2 : 1,
    spacing: { row: 34, column: 30 },
    resolve: { scale: { x: "independent", y: "independent" } },
  };
}
