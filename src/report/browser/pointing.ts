import type { Parts } from "./parts.js";
import type { Picture, Place } from "./picture.js";
import { middleOf, nearest } from "./points.js";

/** A drag over fewer pixels is a click. */
const LEAST_DRAG = 8;

/** The point that the ring is around. */
export interface Pointing {
  /** Goes on by so many points, round the end. */
  step(by: number): void;
  /** Goes to a point; -1: to none. */
  at(index: number): void;
  /** Goes to the point next to a place. */
  near(place: Place): void;
  place(): Place | null;
  /** Finds the same point again after the picture has changed. */
  refresh(): void;
}

/** Moves the ring from point to point, with the words of the point beside it. */
export function followPoints({ stage, explorer, tip, ring }: Parts, picture: Picture): Pointing {
  let points = picture.points();
  let current = -1;
  const at = (index: number) => {
    const point = points[index];
    current = point ? index : -1;
    tip.hidden = ring.hidden = !point;
    if (!point) return;
    const [x, y] = middleOf(point);
    const reach = Math.min(14, Math.max(7, (point.x2 - point.x1) / 2 + 3, (point.y2 - point.y1) / 2 + 3));
    Object.assign(ring.style, {
      left: `${x - reach}px`,
      top: `${y - reach}px`,
      width: `${2 * reach}px`,
      height: `${2 * reach}px`,
    });
    if (tip.textContent !== point.words) tip.textContent = point.words;
    const left = x - stage.scrollLeft;
    const width = explorer.clientWidth;
    Object.assign(tip.style, {
      left: `${Math.max(0, Math.min(left + 14, width - tip.offsetWidth))}px`,
      top: `${stage.offsetTop + y + reach + 6}px`,
    });
  };
  return {
    at,
    step(by) {
      if (points.length === 0) return;
      at(current < 0 ? (by > 0 ? 0 : points.length - 1) : (current + by + points.length) % points.length);
      ring.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    near: ({ x, y }) => {
      const index = nearest(points, x, y);
      if (index !== current) at(index);
    },
    place() {
      const point = points[current];
      if (!point) return null;
      const [x, y] = middleOf(point);
      return { x, y };
    },
    refresh() {
      const words = points[current]?.words;
      points = picture.points();
      at(points.findIndex((point) => point.words === words));
    },
  };
}

/** The pointer shows the point next to it, and draws a frame around the part to see larger. */
export function dragging({ canvas, band }: Parts, picture: Picture, pointing: Pointing): void {
  let from: Place | null = null;
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointing.near(placeOf(event));
    // A finger scrolls the page instead.
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
