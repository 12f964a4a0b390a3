import type { View } from "vega";
import { type Shape, TICKS } from "./spec-with-holes.js";

/** Views that are kept: enough for the kinds of charts of one study. */
const MOST_VIEWS = 24;

/** Views of the last few kinds of charts. A kind that comes again is drawn by its view, with other rows and signals. */
export class Views {
  readonly #open: (shape: Shape) => Promise<View>;
  readonly #resetIds: () => void;
  readonly #known = new Map<string, Ready>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param resetIds starts the numbering of clipping paths anew, so that it does not depend on earlier drawings */
  constructor(open: (shape: Shape) => Promise<View>, resetIds: () => void) {
    this.#open = open;
    this.#resetIds = resetIds;
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
    const view = known?.view ?? (await this.#open(shape));
    try {
      if (known) await exchange(known, signals);
      // Vega writes into the rows that it is given.
      for (const [name, values] of rows) view.data(name, values.map(copied));
      this.#resetIds();
      // Without this the room for labels stays that of the chart before.
      const svg = await view.resize().toSVG();
      this.#keep(key, { view, signals });
      return svg;
    } catch (error) {
      view.finalize();
      throw error;
    }
  }

  #keep(key: string, ready: Ready): void {
    this.#known.set(key, ready);
    const [oldest] = this.#known;
    if (this.#known.size <= MOST_VIEWS || oldest === undefined) return;
    this.#known.delete(oldest[0]);
    oldest[1].view.finalize();
  }
}

function copied(row: object): object {
  return { ...row };
}

/** A view with the signals that it was last given. */
interface Ready {
  view: View;
  signals: ReadonlyMap<string, unknown>;
}

/**
 * Gives a view other signals. A tick that stays keeps its place in the order of drawing, so that a mixture of old and new
 * ticks would be drawn in another order than by a new view: such ticks are taken away first.
 */
async function exchange({ view, signals: before }: Ready, signals: ReadonlyMap<string, unknown>): Promise<void> {
  const mixed = [...signals].filter(([name, ticks]) => name.startsWith(TICKS) && areMixed(before.get(name), ticks));
  for (const [name] of mixed) view.signal(name, []);
  if (mixed.length > 0) await view.runAsync();
  for (const [name, value] of signals) view.signal(name, value);
}

function areMixed(before: unknown, after: unknown): boolean {
  const [old, now] = [before, after] as [unknown[], unknown[]];
  if (old.length === now.length && old.every((tick, index) => tick === now[index])) return false;
  return now.some((tick) => old.includes(tick));
}
