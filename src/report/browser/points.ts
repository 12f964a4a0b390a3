interface Bounds {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A mark with words, and its bounds in the picture, in px. */
export interface Point extends Bounds {
  words: string;
}

/** The properties that are used of an item of Vega's scene graph: a mark with items, or a group with marks. */
export interface SceneItem {
  marktype?: string;
  items?: SceneItem[];
  datum?: { tip?: unknown };
  bounds?: Bounds;
  clip?: unknown;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  opacity?: number;
}

/** Distance from a point at which the pointer still means it, in px. */
const REACH = 20;

/** All marks with words, in the order of drawing; of marks with the same words the smallest. */
export function pointsIn(root: SceneItem, origin: readonly [number, number]): Point[] {
  const found = new Map<string, Point>();
  collect(root, origin[0], origin[1], null, found);
  return [...found.values()];
}

function collect(item: SceneItem, x: number, y: number, frame: Bounds | null, found: Map<string, Point>): void {
  for (const mark of item.items ?? []) {
    if (mark.marktype === "group") {
      for (const group of mark.items ?? []) {
        const [left, top] = [x + (group.x ?? 0), y + (group.y ?? 0)];
        const own = { x1: left, y1: top, x2: left + (group.width ?? 0), y2: top + (group.height ?? 0) };
        collect(group, left, top, own.x2 > own.x1 ? own : frame, found);
      }
      continue;
    }
    const isCurve = mark.marktype === "line" || mark.marktype === "area";
    for (const one of mark.items ?? []) {
      const bounds = isCurve ? cornerOf(one) : one.bounds;
      if (bounds) add({ ...one, bounds }, x, y, mark.clip ? frame : null, found);
    }
  }
}

function add(
  { datum, bounds, opacity }: SceneItem & { bounds: Bounds },
  x: number,
  y: number,
  frame: Bounds | null,
  found: Map<string, Point>,
) {
  const words = datum?.tip;
  if (typeof words !== "string" || opacity === 0) return;
  const place = { words, x1: x + bounds.x1, y1: y + bounds.y1, x2: x + bounds.x2, y2: y + bounds.y2 };
  const [midX, midY] = middleOf(place);
  if (frame && (midX < frame.x1 || midX > frame.x2 || midY < frame.y1 || midY > frame.y2)) return;
  const known = found.get(words);
  // Of a bar and the point on it, the smaller is the place to look at.
  if (known === undefined || areaOf(place) < areaOf(known)) found.set(words, place);
}

/** Bounds of one corner of a curve: Vega knows those of the whole only. */
function cornerOf({ x = 0, y = 0 }: SceneItem): Bounds {
  return { x1: x - 3, y1: y - 3, x2: x + 3, y2: y + 3 };
}

export function middleOf({ x1, x2, y1, y2 }: Bounds): [number, number] {
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

function areaOf({ x1, x2, y1, y2 }: Bounds): number {
  return (x2 - x1) * (y2 - y1);
}

/** Index of the point under or next to a place; -1 where none is near. */
export function nearest(points: readonly Point[], x: number, y: number): number {
  let best = -1;
  let least = REACH;
  for (const [index, { x1, x2, y1, y2 }] of points.entries()) {
    const distance = Math.hypot(Math.max(x1 - x, 0, x - x2), Math.max(y1 - y, 0, y - y2));
    const closer =
      distance < least ||
      (distance === least && best >= 0 && areaOf(points[index] as Point) < areaOf(points[best] as Point));
    if (!closer) continue;
    best = index;
    least = distance;
  }
  return best;
}
