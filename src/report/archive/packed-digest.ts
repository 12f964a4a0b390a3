import type { Standing } from "../../analysis/cells/evidence.js";
import type { Interval } from "../../analysis/results/run-analysis.js";
import type {
  CellDigest,
  ExperimentDigest,
  ExperimentFacts,
  RunDigest,
  RunFacts,
} from "../../analysis/two-runs/run-digest.js";
import type { Machine } from "../../record/schema/run-schema.js";
import type { Shared } from "./interned-values.js";
import type { ExperimentCells } from "./run-entry.js";

/**
 * How the digest of a run is kept: about a kilobyte of text. What most runs of an archive have in common (machine, software,
 * names of experiments and cells) stands once, in a line of its own, and is one object in memory however many runs have it.
 */
export interface PackedDigest {
  /** JSON of the description. */
  head: string;
  /** JSON of the cells' figures. */
  cells: string;
  /** JSON of the times that they are of: seldom asked for, and most of it all. */
  times: string;
}

type Own = Omit<RunFacts, "machine" | "software" | "experiments">;
type Head = [own: Own, machine: string, software: string, experiments: string, names: string[], standing: Standing];
type CellNames = Pick<CellDigest, "factors" | "key" | "label" | "size" | "variant" | "index">;
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
/** `blocks` 0: numbered from 0 without a gap. */
type Times = [times: number[], blocks: number[] | 0];
/** One list an experiment. */
type Cells = Row[][];
type AllTimes = Times[][];

export function packDigest({ run, standing, experiments }: RunDigest, shared: Shared): PackedDigest {
  const { machine, software, experiments: facts, ...own } = run;
  const names = experiments.map(({ cells }) => shared.nameOf(cells.map(namesOf)));
  const head: Head = [own, shared.nameOf(machine), shared.nameOf(software), shared.nameOf(facts), names, standing];
  const cells: Cells = experiments.map((experiment) => experiment.cells.map(packCell));
  const times: AllTimes = experiments.map((experiment) => experiment.cells.map(packTimes));
  return { head: JSON.stringify(head), cells: JSON.stringify(cells), times: JSON.stringify(times) };
}

function namesOf({ factors, key, label, size, variant, index }: CellDigest): CellNames {
  return { factors, key, label, size, variant, index };
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

/** What a digest says at once, and how to get at its cells. Throws where something shared is missing. */
export function unpackDigest({ head, cells, times }: PackedDigest, shared: Shared): UnpackedDigest {
  const [own, machine, software, experiments, names, standing] = JSON.parse(head) as Head;
  const run: RunFacts = {
    ...own,
    machine: shared.valueOf<Machine>(machine),
    software: shared.valueOf<RunFacts["software"]>(software),
    experiments: shared.valueOf<ExperimentFacts[]>(experiments),
  };
  const named = names.map((name) => shared.valueOf<CellNames[]>(name));
  const keys = shared.once([experiments, ...names].join(" "), () =>
    run.experiments.map(({ id }, index) => ({ id, keys: (named[index] ?? []).map(({ key }) => key) })),
  );
  return { run, standing, cells: keys, unpackCells: () => unpackCells({ cells, times }, run, named) };
}

export interface UnpackedDigest {
  run: RunFacts;
  standing: Standing;
  /** Keys of the cells: one list for all runs that have the same. */
  cells: readonly ExperimentCells[];
  unpackCells(): ExperimentDigest[];
}

function unpackCells(
  { cells, times }: Omit<PackedDigest, "head">,
  { experiments }: RunFacts,
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

/** The cells of an experiment of one run; a hundred thousand stand in the memory of a large archive, so their numbers lie side by side. */
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

/** A cell as it was packed. */
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
