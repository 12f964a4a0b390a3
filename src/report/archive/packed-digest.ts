import type { Interval } from "../../analysis/results/run-analysis.js";
import type { CellDigest, ExperimentDigest, RunDigest } from "../../analysis/two-runs/run-digest.js";
import type { InternedValues } from "../../record/files/interned-values.js";
import type { ExperimentFacts } from "../../record/folder/run-facts.js";
import type { Measure } from "../../words/measure.js";
import type { ExperimentCells } from "./run-entry.js";

/** Part of a digest about the whole run, with the names of the interned lists of its cells. */
interface Head extends Omit<RunDigest, "experiments"> {
  cells: string[];
}
type CellNames = Pick<CellDigest, "factors" | "key" | "label" | "size" | "variant" | "index" | "measure">;
interface Rare {
  failures?: CellDigest["failures"];
  dropped?: string;
  belowResolution?: boolean;
}
type Row = [
  medianMs: number | null,
  interval: Interval | 0,
  trials: [ok: number, failed: number, timeout: number],
  quotient: number | 0,
  rare: Rare | 0,
];
/** Times with the numbers of their blocks; 0: numbered from 0 without a gap. */
type Times = [times: number[], blocks: number[] | 0];
/** One list an experiment. */
type Cells = Row[][];
type AllTimes = Times[][];

/**
 * A digest as three fields of text, about a kilobyte: what it says of the run, the figures of the cells, and the times that they
 * are of, which are most of it and seldom asked for. Names of cells are interned, as most runs have them in common.
 */
export function packDigest({ experiments, ...whole }: RunDigest, values: InternedValues): string[] {
  const head: Head = { ...whole, cells: experiments.map(({ cells }) => values.nameOf(cells.map(namesOf))) };
  const cells: Cells = experiments.map((experiment) => experiment.cells.map(packCell));
  const times: AllTimes = experiments.map((experiment) => experiment.cells.map(packTimes));
  return [head, cells, times].map((part) => JSON.stringify(part));
}

function namesOf({ factors, key, label, size, variant, index, measure }: CellDigest): CellNames {
  return { factors, key, label, size, variant, index, ...(measure && { measure }) };
}

function packCell(cell: CellDigest): Row {
  const { medianMs, intervalMs, trials, quotient, failures, dropped, belowResolution } = cell;
  const rare: Rare = {
    ...(failures.length > 0 && { failures }),
    ...(dropped !== undefined && { dropped }),
    ...(belowResolution && { belowResolution }),
  };
  return [
    medianMs,
    intervalMs ?? 0,
    [trials.ok, trials.failed, trials.timeout],
    quotient ?? 0,
    Object.keys(rare).length > 0 ? rare : 0,
  ];
}

function packTimes({ times }: CellDigest): Times {
  const plain = times.every(({ block }, index) => block === index);
  return [times.map(({ wallMs }) => wallMs), plain ? 0 : times.map(({ block }) => block)];
}

/** A digest that was packed; its cells are unpacked anew at every call. */
export interface UnpackedDigest extends Omit<RunDigest, "experiments"> {
  /** Keys of the cells: one list for all runs that have the same. */
  cells: readonly ExperimentCells[];
  unpackCells(): ExperimentDigest[];
}

/** Lists of the keys of cells, by the names of their interned lists. */
export type KnownCells = Map<string, readonly ExperimentCells[]>;

/** Unpacks a digest for the experiments of its run. */
export type Unpack = (experiments: readonly ExperimentFacts[], known: KnownCells) => UnpackedDigest;

/** Throws where a field is damaged or an interned value is lost. */
export function unpackDigest([head = "", cells = "", times = ""]: readonly string[], values: InternedValues): Unpack {
  const { cells: names, ...whole } = JSON.parse(head) as Head;
  const named = names.map((name) => values.valueOf<CellNames[]>(name));
  return (experiments, known) => {
    const list = [...experiments.map(({ id }) => id), ...names].join(" ");
    const keys =
      known.get(list) ?? experiments.map(({ id }, index) => ({ id, keys: (named[index] ?? []).map(({ key }) => key) }));
    known.set(list, keys);
    return { ...whole, cells: keys, unpackCells: () => unpackCells({ cells, times }, experiments, named) };
  };
}

function unpackCells(
  { cells, times }: { cells: string; times: string },
  experiments: readonly ExperimentFacts[],
  named: readonly CellNames[][],
): ExperimentDigest[] {
  let all: AllTimes | undefined;
  const timesOf = (index: number, place: number) => {
    all ??= JSON.parse(times) as AllTimes;
    return all[index]?.[place] ?? [[], 0];
  };
  return (JSON.parse(cells) as Cells).map((rows, index) => {
    const { id = "", title = "" } = experiments[index] ?? {};
    const kept: KeptRows = { figures: figuresOf(rows), rare: rareOf(rows), timesOf: (place) => timesOf(index, place) };
    return { id, title, cells: rows.map((_, place) => new KeptCell(named[index]?.[place] as CellNames, kept, place)) };
  });
}

/** The cells of an experiment of one run. A large archive has a hundred thousand, so their numbers are one array. */
interface KeptRows {
  /** Median, ends of the interval, trials that were ok, failed and timed out, quotient: {@link FIGURES} a cell. NaN: none. */
  figures: Float64Array;
  rare: ReadonlyMap<number, Rare> | null;
  /** Unpacks the times of one of the cells. */
  timesOf: (place: number) => Times;
}

const FIGURES = 7;

function figuresOf(rows: readonly Row[]): Float64Array {
  const figures = new Float64Array(rows.length * FIGURES);
  for (const [place, [medianMs, interval, trials, quotient]] of rows.entries()) {
    const [low, high] = interval === 0 ? [Number.NaN, Number.NaN] : interval;
    const none = quotient === 0 ? Number.NaN : quotient;
    figures.set([medianMs ?? Number.NaN, low, high, ...trials, none], place * FIGURES);
  }
  return figures;
}

function rareOf(rows: readonly Row[]): Map<number, Rare> | null {
  const found = rows.flatMap(([, , , , rare], place): [number, Rare][] => (rare === 0 ? [] : [[place, rare]]));
  return found.length === 0 ? null : new Map(found);
}

/** A cell that reads its figures from the arrays of its experiment. */
class KeptCell implements CellDigest {
  readonly #names: CellNames;
  readonly #rows: KeptRows;
  readonly #place: number;

  constructor(names: CellNames, rows: KeptRows, place: number) {
    this.#names = names;
    this.#rows = rows;
    this.#place = place;
  }

  #figure(index: number): number {
    return this.#rows.figures[this.#place * FIGURES + index] as number;
  }

  #figureOrNull(index: number): number | null {
    const figure = this.#figure(index);
    return Number.isNaN(figure) ? null : figure;
  }

  get factors() {
    return this.#names.factors;
  }
  get key() {
    return this.#names.key;
  }
  get label() {
    return this.#names.label;
  }
  get size() {
    return this.#names.size;
  }
  get variant() {
    return this.#names.variant;
  }
  get index() {
    return this.#names.index;
  }
  get measure(): Measure {
    // As `dropped` below.
    return this.#names.measure as Measure;
  }
  get medianMs() {
    return this.#figureOrNull(0);
  }
  get intervalMs(): Interval | null {
    const [low, high] = [this.#figureOrNull(1), this.#figureOrNull(2)];
    return low === null || high === null ? null : [low, high];
  }
  get trials() {
    return { ok: this.#figure(3), failed: this.#figure(4), timeout: this.#figure(5) };
  }
  get quotient() {
    return this.#figureOrNull(6);
  }
  get times() {
    const [times, blocks] = this.#rows.timesOf(this.#place);
    return times.map((wallMs, index) => ({ block: blocks === 0 ? index : (blocks[index] as number), wallMs }));
  }
  get failures() {
    return this.#rare.failures ?? [];
  }
  get dropped(): string {
    // Absent and undefined are one to all who read it; the type of what was recorded knows only the first.
    return this.#rare.dropped as string;
  }
  get belowResolution() {
    return this.#rare.belowResolution ?? false;
  }

  get #rare(): Rare {
    return this.#rows.rare?.get(this.#place) ?? {};
  }
}
