import type { Parts } from "./parts.js";
import type { Picture, Place } from "./picture.js";
import type { Pointing } from "./pointing.js";

/** A drag over fewer pixels is a click. */
const LEAST_DRAG = 8;

/** The pointer points, and draws a frame around what it wants to see larger. */
export function dragging({ canvas, band }: Parts, picture: Picture, pointing: Pointing): void {
  let from: Place | null = null;
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointing.near(placeOf(event));
    // A finger scrolls the page.
    if (event.pointerType === "touch") return;
    from = placeOf(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = placeOf(event);
    if (!from) return pointing.near(now);
    const [left, top] = [Math.min(from.x, now.x), Math.min(from.y, now.y)];
    const [width, height] = [Math.abs(now.x - from.x), Math.abs(now.y - from.y)];
    band.hidden = Math.max(width, height) < LEAST_DRAG;
    Object.assign(band.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  });
  canvas.addEventListener("pointerup", (event) => {
    const [start, end] = [from, placeOf(event)];
    from = null;
    band.hidden = true;
    if (!start || Math.max(Math.abs(end.x - start.x), Math.abs(end.y - start.y)) < LEAST_DRAG) return;
    picture.show(start, end);
    pointing.refresh();
  });
}
