import type { LoggerInterface, Spec as VegaSpec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { sha256 } from "../../../record/schema/run-id.js";
import { remember } from "../../../stats/remember.js";
import { whole } from "../../../words/number.js";
import type { Spec } from "../marks/chart.js";
import { countRows, MAX_MARKS } from "../marks/mark-count.js";
import { Views } from "./reusable-views.js";
import { filled, type Shape, shapeOf, withSignals } from "./spec-with-holes.js";
import { itemWidth, type TextItem } from "./text-metrics.js";
import { CONFIG, colour, FONT } from "./theme.js";
import { type Rendering, tidySvg } from "./tidy-svg.js";

/** Kinds of charts that are kept compiled. */
const MOST_KINDS = 200;

export const SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json";

/** Draws one chart as SVG text, fit to be inlined. */
export interface Renderer {
  (spec: Spec, rendering: Rendering): Promise<string>;
  /** The Vega specification of a picture. The caller may change it, except its rows of data. */
  compile(spec: Spec): Promise<Spec>;
}

/** Compiled kinds of charts, kept from one build to the next. */
export interface KeptKinds {
  read(key: string): Uint8Array | null;
  keep(key: string, content: Uint8Array): void;
}

const NOTHING_KEPT: KeptKinds = { read: () => null, keep: () => undefined };

/**
 * Loads Vega (130 ms, so only when a site is built) and prepares it for drawing without a browser: our text widths, UTC,
 * and a loader that refuses, since a chart needs nothing from elsewhere. Vega-Lite takes as long to load: it is loaded only
 * for a kind of chart that was not kept.
 *
 * @param warn gets the warnings of Vega-Lite; tests let none pass
 */
export async function createRenderer(
  warn: (message: string) => void = () => undefined,
  kept: KeptKinds = NOTHING_KEPT,
): Promise<Renderer> {
  const vega = await inUtc(() => import("vega"));
  // Vega measures text by this object, which its types leave out.
  Object.assign(Reflect.get(vega, "textMetrics"), { width: (item: TextItem, text: unknown) => itemWidth(item, text) });
  const loader = { ...vega.loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const logger = createLogger(warn);
  const compiled = remember(MOST_KINDS, keyOf, async ({ key, spec }: Shape): Promise<VegaSpec> => {
    const name = sha256(`chart ${key}`);
    const known = kept.read(name);
    if (known !== null) return JSON.parse(Buffer.from(known).toString()) as VegaSpec;
    const { compile } = await inUtc(() => import("vega-lite"));
    const full = { $schema: SCHEMA, ...spec, config: CONFIG };
    const made = JSON.stringify(compile(full as unknown as TopLevelSpec, { logger }).spec);
    kept.keep(name, Buffer.from(made));
    return JSON.parse(made) as VegaSpec;
  });
  const views = new Views(async (shape) => {
    const parsed = vega.parse(withSignals(await compiled(shape), shape));
    const view = new vega.View(parsed, { renderer: "none", loader, logLevel: vega.Error });
    // Otherwise the view keeps the ticks of every chart that it drew before.
    return Object.assign(view, { cleanThreshold: 0 });
  }, vega.resetSVGDefIds);
  const shapes = new WeakMap<Spec, Shape>();
  const shapeFor = (spec: Spec): Shape => {
    const shape = shapes.get(spec) ?? shapeOf(spec);
    shapes.set(spec, shape);
    return shape;
  };
  const render = async (spec: Spec, rendering: Rendering) => {
    const marks = countRows(spec);
    if (marks > MAX_MARKS) return undrawn(marks, rendering);
    return tidySvg(await views.draw(shapeFor(spec)), rendering);
  };
  const compileWhole = async (spec: Spec) => filled(await compiled(shapeFor(spec)), shapeFor(spec)) as unknown as Spec;
  return Object.assign(render, { compile: compileWhole });
}

/** In the place of a picture that would be neither readable nor quick to load: its title and its table stay. */
function undrawn(marks: number, { id, labelledBy }: Rendering): string {
  const lines = [
    `Not drawn: ${whole(marks)} marks, and no more than ${whole(MAX_MARKS)} can be told apart.`,
    "All figures are in the table.",
  ];
  const texts = lines.map(
    (line, index) => `<text x="0" y="${16 + 18 * index}" fill="${colour("text")}">${line}</text>`,
  );
  return `<svg id="${id}" class="chart" role="img" aria-labelledby="${labelledBy}" font-family="${FONT.replaceAll('"', "'")}" font-size="12" width="420" height="44" viewBox="0 0 420 44">${texts.join("")}</svg>`;
}

function keyOf({ key }: Shape): string {
  return key;
}

/** Vega reads the time zone when it is loaded; without this its output would differ between machines. */
async function inUtc<T>(load: () => Promise<T>): Promise<T> {
  const { TZ } = process.env;
  process.env.TZ = "UTC";
  try {
    return await load();
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
}

function createLogger(warn: (message: string) => void): LoggerInterface {
  const report = (...messages: readonly unknown[]): LoggerInterface => {
    warn(messages.map(String).join(" "));
    return logger;
  };
  const quiet = (): LoggerInterface => logger;
  const logger = { level: quiet, error: report, warn: report, info: quiet, debug: quiet } as LoggerInterface;
  return logger;
}

/** Vega calls it for images and links; our charts have neither. */
async function refuse(): Promise<never> {
  throw new Error("charts load nothing");
}
