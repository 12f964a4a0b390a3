import type { LoggerInterface, View } from "vega";
import type { TopLevelSpec } from "vega-lite";
import type { Spec } from "./chart.js";
import { type Shape, shapeOf, withSignals } from "./shape.js";
import { itemWidth, type TextItem } from "./text-metrics.js";
import { CONFIG, FONT } from "./theme.js";

/** A picture of more marks is neither readable nor quick to load. */
export const MAX_MARKS = 2_000;
/** Kinds of charts that are kept ready: those of the pages of some runs of one study. */
const MOST_VIEWS = 24;

export interface Rendering {
  /** Becomes the prefix of every id inside the picture: unique on the page. */
  id: string;
  /** Ids of the elements that name and describe the picture, separated by spaces. */
  labelledBy: string;
}

/** Draws one chart as SVG text, fit to be inlined. */
export type Renderer = (spec: Spec, rendering: Rendering) => Promise<string>;

/**
 * Loads Vega (130 ms, hence only when a site is built) and prepares it for drawing without a browser: our text widths,
 * UTC, and a loader that refuses, since a chart never needs anything from elsewhere.
 *
 * @param warn gets what Vega-Lite finds odd about a specification; tests let nothing pass
 */
export async function createRenderer(warn: (message: string) => void = () => undefined): Promise<Renderer> {
  const [vega, { compile }] = await inUtc(() => Promise.all([import("vega"), import("vega-lite")]));
  // Not in Vega's types, but how it is told to measure text.
  Object.assign(Reflect.get(vega, "textMetrics"), { width: (item: TextItem, text: unknown) => itemWidth(item, text) });
  const loader = { ...vega.loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const logger = createLogger(warn);
  const open = (shape: Shape): View => {
    const full = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", ...shape.spec, config: CONFIG };
    const compiled = withSignals(compile(full as unknown as TopLevelSpec, { logger }).spec, shape);
    return new vega.View(vega.parse(compiled), { renderer: "none", loader, logLevel: vega.Error });
  };
  const views = new Views(open);
  return async (spec, rendering) => {
    const marks = countRows(spec);
    if (marks > MAX_MARKS) throw new Error(`chart ${rendering.id} has ${marks} marks, more than ${MAX_MARKS}`);
    vega.resetSVGDefIds();
    return tidySvg(await views.draw(shapeOf(spec)), rendering);
  };
}

/** Views of the last few kinds of charts: a kind that comes again is not compiled again, its figures go into what is there. */
class Views {
  readonly #open: (shape: Shape) => View;
  readonly #known = new Map<string, View>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(open: (shape: Shape) => View) {
    this.#open = open;
  }

  /** One drawing at a time: a view holds one set of figures. */
  draw(shape: Shape): Promise<string> {
    const drawn = this.#last.then(() => this.#draw(shape));
    this.#last = drawn.catch(() => undefined);
    return drawn;
  }

  async #draw(shape: Shape): Promise<string> {
    const { key, rows, signals } = shape;
    const known = this.#known.get(key);
    this.#known.delete(key);
    const view = known ?? this.#open(shape);
    try {
      if (known) for (const [name, value] of signals) view.signal(name, value);
      // Vega writes into the rows that it is given.
      for (const [name, values] of rows) view.data(name, structuredClone(values) as object[]);
      // Else the room for labels stays that of the chart before.
      const svg = await view.resize().toSVG();
      this.#keep(key, view);
      return svg;
    } catch (error) {
      view.finalize();
      throw error;
    }
  }

  #keep(key: string, view: View): void {
    this.#known.set(key, view);
    const [oldest] = this.#known;
    if (this.#known.size <= MOST_VIEWS || oldest === undefined) return;
    this.#known.delete(oldest[0]);
    oldest[1].finalize();
  }
}

/** Vega reads the zone when it is loaded; in another one its bytes would differ between machines. */
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
  const report = (...messages: readonly unknown[]) => {
    warn(messages.map(String).join(" "));
    return logger;
  };
  const quiet = () => logger;
  const logger: LoggerInterface = {
    level: () => logger,
    error: report,
    warn: report,
    info: quiet,
    debug: quiet,
  } as LoggerInterface;
  return logger;
}

/** Rows of data, which bound the marks. */
export function countRows(spec: unknown): number {
  if (Array.isArray(spec)) return spec.reduce((sum: number, inner) => sum + countRows(inner), 0);
  if (spec === null || typeof spec !== "object") return 0;
  if ("values" in spec && Array.isArray(spec.values) && typeof spec.values[0] === "object") return spec.values.length;
  return Object.values(spec).reduce((sum: number, inner) => sum + countRows(inner), 0);
}

/** Vega calls it for images and links: neither is ever drawn. */
async function refuse(): Promise<never> {
  throw new Error("charts load nothing");
}

/** Said once on the root instead of on every mark. */
const REPEATED = [
  / (?:role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"/g,
  / (?:pointer-events="none"|opacity="1"|stroke-miterlimit="[^"]*"|stroke-dasharray="1,0")/g,
  ` font-family="${FONT.replaceAll('"', "&quot;")}"`,
];

/** Invisible frames that Vega draws around every group. */
const EMPTY_PATHS = /<path(?: d="M0,0h[\d.]+v[\d.]+h-?[\d.]+Z"| d=""(?: display="none")?)?\/>/g;

/**
 * One node for assistive technology (the root), no classes, no inline style, ids that cannot meet another chart's, and
 * coordinates of two decimals. Works on tags only: text is escaped by Vega and stays as it is.
 */
export function tidySvg(svg: string, { id, labelledBy }: Rendering): string {
  const lean = svg.replace(/<[^>]*>/g, (tag) => {
    const bare = REPEATED.reduce<string>((text, pattern) => text.replaceAll(pattern, ""), tag);
    return bare
      .replace(/ id="([^"]*)"/g, ` id="${id}-$1"`)
      .replace(/url\(#([^)]*)\)/g, `url(#${id}-$1)`)
      .replace(/(?<= (?:d|transform|[xy][12]?|width|height|viewBox)="[^"]*)-?\d+\.\d{3,}/g, (number) =>
        String(Math.round(Number(number) * 100) / 100),
      );
  });
  const root = `<svg id="${id}" class="chart" role="img" aria-labelledby="${labelledBy}" font-family="${FONT.replaceAll('"', "'")}"`;
  return lean
    .replace(EMPTY_PATHS, "")
    .replace(/<g><\/g>/g, "")
    .replace(/^<svg/, root);
}
