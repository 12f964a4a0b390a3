import type { Parts } from "./parts.js";
import type { Picture, Place } from "./picture.js";
import { middleOf, nearest } from "./points.js";

/** What is pointed at. */
export interface Pointing {
  /** Goes by so many points, or to one; -1 points at nothing. */
  step(by: number): void;
  at(index: number): void;
  near(place: Place): void;
  place(): Place | null;
  refresh(): void;
}

/** Keeps the ring around a point, and its words beside it. */
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
