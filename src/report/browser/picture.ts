import * as vega from "vega";
import { loader, parse, View as VegaView } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import type { Explorable, Panel, ZoomAxis } from "../charts/explorer/explorable.js";
import { itemWidth, type TextItem } from "../charts/output/text-metrics.js";
import { type Point, pointsIn, type SceneItem } from "./points.js";
import { signalsOf, type View, viewAround, viewBetween } from "./zoom.js";

/** A place in the picture, in px from its left top corner. */
export interface Place {
  x: number;
  y: number;
}

/** A drawn picture, with the changes that a reader can make to it. */
export interface Picture {
  /** Its series, with a colour each. */
  series: { name: string; colour: string }[];
  points(): Point[];
  hide(series: readonly string[]): void;
  /** Zooms in by `factor` around a place, or around the middle of every panel. */
  zoom(factor: number, around: Place | null): void;
  /** Shows the part between two places of one panel. */
  show(from: Place, to: Place): void;
  reset(): void;
  close(): void;
}

/** A loader that refuses: charts load nothing. */
const noLoader = () => {
  const refuse = () => Promise.reject(new Error("charts load nothing"));
  return { ...loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
};
// Text is as wide as it was when the chart was laid out.
Object.assign(Reflect.get(vega, "textMetrics") as object, {
  width: (item: TextItem, text: unknown) => itemWidth(item, text),
});

/** A frame that is narrower than this, in px, keeps all of that axis. */
const LEAST_EXTENT = 12;

/** Draws a picture into `container`. */
export async function openPicture({ spec, panels }: Explorable, container: HTMLElement): Promise<Picture> {
  const runtime = parse(spec as never, undefined, { ast: true } as never);
  const options = { renderer: "svg", container, hover: false, loader: noLoader(), expr: expressionInterpreter };
  const view = new VegaView(runtime, options as never);
  const views = new Map<ZoomAxis, View>();
  await view.runAsync();

  // The root is a mark; all other marks belong to an item.
  const sceneRoot = (): SceneItem => ({ items: [(view.scenegraph() as unknown as { root: SceneItem }).root] });
  const set = (signals: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(signals)) view.signal(name, value);
    view.run();
  };
  const apply = (changes: readonly [ZoomAxis, View][]) => {
    for (const [axis, shown] of changes) views.set(axis, shown);
    const zoomed = [...views.values()].some((shown) => shown !== null);
    set(Object.assign({ zoomed }, ...changes.map(([axis, shown]) => signalsOf(axis, shown))));
  };
  const origin = (): [number, number] => {
    const [x = 0, y = 0] = view.origin();
    const { left = 0, top = 0 } = view.padding() as { left?: number; top?: number };
    return [x + left, y + top];
  };
  const frames = () => panels.flatMap((panel) => framesOf(panel, sceneRoot(), origin()));
  const zoomPanel = (panel: Panel, change: (axis: ZoomAxis, shown: View, side: Side) => View) =>
    SIDES.flatMap((side): [ZoomAxis, View][] => {
      const axis = panel[side];
      if (!axis) return [];
      const shown = change(axis, views.get(axis) ?? null, side);
      return sameAxes(panels, side, axis).map((other) => [other, shown]);
    });

  return {
    series: seriesIn(spec),
    points: () => pointsIn(sceneRoot(), origin()),
    hide: (series) => set({ hidden: [...series] }),
    zoom(factor, around) {
      const all = frames();
      const within = around === null ? undefined : all.find((frame) => contains(frame, around));
      const shares = within && around ? placeIn(within, around) : { x: 0.5, y: 0.5 };
      const zoomed = (within ? [within] : all).map(({ panel }) =>
        zoomPanel(panel, (axis, shown, side) => viewAround(axis, shown, shares[side], factor)),
      );
      apply(zoomed.flat());
    },
    show(from, to) {
      const frame = frames().find((one) => contains(one, from));
      if (!frame) return;
      const [a, b] = [placeIn(frame, from), placeIn(frame, to)];
      // A drag along one axis zooms that axis only.
      for (const side of SIDES) if (Math.abs(from[side] - to[side]) < LEAST_EXTENT) [a[side], b[side]] = [0, 1];
      apply(zoomPanel(frame.panel, (axis, shown, side) => viewBetween(axis, shown, a[side], b[side])));
    },
    reset: () => apply([...views.keys()].map((axis) => [axis, null])),
    close: () => view.finalize(),
  };
}

const SIDES = ["x", "y"] as const;
type Side = (typeof SIDES)[number];

/** The axes that are zoomed together, so that panels with the same axis stay comparable. */
function sameAxes(panels: readonly Panel[], side: Side, { scale, domain: [low, high] }: ZoomAxis): ZoomAxis[] {
  return panels
    .flatMap((panel) => panel[side] ?? [])
    .filter((axis) => axis.scale === scale && axis.domain[0] === low && axis.domain[1] === high);
}

interface Frame {
  panel: Panel;
  left: number;
  top: number;
}

/** Places of a panel in the picture. */
function framesOf(panel: Panel, root: SceneItem, [x, y]: readonly [number, number]): Frame[] {
  if (panel.group === "") return [{ panel, left: x, top: y }];
  const search = (item: SceneItem, left: number, top: number): Frame[] =>
    (item.items ?? []).flatMap((mark) => {
      if (mark.marktype !== "group") return [];
      return (mark.items ?? []).flatMap((group) => {
        const place = { left: left + (group.x ?? 0), top: top + (group.y ?? 0) };
        const here = (mark as { name?: string }).name === panel.group ? [{ panel, ...place }] : [];
        return [...here, ...search(group, place.left, place.top)];
      });
    });
  return search(root, x, y);
}

function contains({ panel, left, top }: Frame, { x, y }: Place): boolean {
  return x >= left && x <= left + panel.width && y >= top && y <= top + panel.height;
}

/** The place as shares of the axes of the panel, 0 at their low ends. */
function placeIn({ panel, left, top }: Frame, { x, y }: Place): Place {
  return { x: (x - left) / panel.width, y: 1 - (y - top) / panel.height };
}

/** Series of the rows of a picture, in the order in which they come. */
function seriesIn(spec: Explorable["spec"]): Picture["series"] {
  const rows = (spec.data as { values?: { series?: unknown; colour?: unknown }[] }[]).flatMap(
    ({ values = [] }) => values,
  );
  const found = new Map<string, string>();
  for (const { series, colour } of rows) {
    if (typeof series === "string" && !found.has(series) && typeof colour === "string") found.set(series, colour);
  }
  return [...found].map(([name, colour]) => ({ name, colour }));
}
