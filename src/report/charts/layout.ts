import type { Spec } from "./chart.js";

/** Width of the picture of a single panel, labels at the line ends aside, and of one of two beside each other. */
export const WIDE = 640;
export const HALF = 250;

/** Width and height in px of each of `count` panels. */
export function panelSize(count: number): { width: number; height: number } {
  return count === 1 ? { width: WIDE, height: 300 } : { width: HALF, height: 210 };
}

/** One panel as it is, several in rows of two. */
export function arrange(panels: readonly Spec[]): Spec {
  const [only] = panels;
  if (only && panels.length === 1) return only;
  return {
    concat: panels,
    columns: 2,
    spacing: { row: 34, column: 30 },
    resolve: { scale: { x: "independent", y: "independent" } },
  };
}
