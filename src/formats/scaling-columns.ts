import { UserError } from "../user-error.js";

/** Meaning of a column: work in a unit of time, or time of the work. */
export type FigureKind = "throughput" | "time";

export interface ScalingColumns {
  /** Indices of the columns of worker counts and of figures. */
  x: number;
  y: number;
  kind: FigureKind;
  /** Assumptions, as sentences. */
  notes: string[];
}

export interface AskedColumns {
  x?: string | undefined;
  y?: string | undefined;
  kind?: FigureKind | undefined;
}

const WORKERS =
  /^(n|p|np|workers?|threads?|process(es)?|procs?|processors?|cores?|cpus?|nodes?|clients?|users?|connections?|concurrency|load|parallelism)$/;
const THROUGHPUT =
  /^(x|xput|throughput|rate|bandwidth|speed_?up|scaled_speed_?up|capacity|rps|qps|tps|iops|m?flops|gflops)$|(^|_)(throughput|rate|speed_?up)(_|$)|_per_|^(ops|requests|req|queries|transactions|tx|jobs|tasks|items|messages|bytes|[kmg]b)_(s|sec|second|min|minute|h|hour)$/;
const TIME =
  /^(t|time|times|wall|elapsed|real|seconds|secs|runtime|run_time|duration|makespan)(_|$)|_(time|elapsed|wall|seconds|secs?|s|ms|us|ns|min|minutes|h|hours)$/;
/** Time that one of many requests waits; it does not tell the throughput. */
const LATENCY = /latency|response/;

/**
 * Finds the columns of worker counts and of figures: the ones asked for, else by their names, else the only two. Columns
 * that cannot be known apart are a UserError at `place`.
 */
export function scalingColumns(names: readonly string[], asked: AskedColumns, place: string): ScalingColumns {
  const x = asked.x === undefined ? workersColumn(names, asked, place) : named(names, "--x", asked.x, place);
  const y = asked.y === undefined ? figureColumn(names, x, asked, place) : named(names, "--y", asked.y, place);
  if (x === y) throw new UserError(`${place}: --x and --y are both "${names[x]}": give two columns`);
  const known = asked.kind ?? kindOf(names[y] ?? "");
  if (known !== undefined) return { x, y, kind: known, notes: [] };
  if (LATENCY.test(key(names[y] ?? ""))) {
    throw new UserError(
      `${place}: "${names[y]}" is what one request waits, not what the workers do: give a throughput, or --kind time for the time of the whole work`,
    );
  }
  return {
    x,
    y,
    kind: "throughput",
    notes: [`"${names[y]}" was read as throughput, as its name does not say: --kind time reads it as time.`],
  };
}

function named(names: readonly string[], option: string, asked: string, place: string): number {
  const exact = names.indexOf(asked);
  const index = exact >= 0 ? exact : names.findIndex((name) => name.toLowerCase() === asked.toLowerCase());
  if (index >= 0) return index;
  throw new UserError(`${place}: there is no column "${asked}" for ${option}: there are ${names.join(", ")}`);
}

interface Column {
  name: string;
  index: number;
}

function workersColumn(names: readonly string[], { y }: AskedColumns, place: string): number {
  const free = columns(names).filter(({ name }) => name !== y);
  const found = free.filter(({ name }) => WORKERS.test(key(name)));
  const plain = free.find(({ name }) => key(name) === "x") ?? free.find(({ name }) => kindOf(name) === undefined);
  const only = found[0] ?? (names.length === 2 ? plain : undefined);
  if (only !== undefined && found.length <= 1) return only.index;
  const said = found.length === 0 ? "no column is named like a number of workers" : `${quoted(found)} could be that`;
  throw new UserError(`${place}: ${said}: say which with --x: there are ${names.join(", ")}`);
}

function figureColumn(names: readonly string[], x: number, { kind }: AskedColumns, place: string): number {
  const free = columns(names).filter(({ index }) => index !== x);
  const kinds = kind === undefined ? (["throughput", "time"] as const) : [kind];
  const ofKind = kinds.map((one) => free.filter(({ name }) => kindOf(name) === one));
  const found = ofKind.find((some) => some.length > 0) ?? [];
  const only = found[0] ?? (names.length === 2 ? free[0] : undefined);
  if (only !== undefined && found.length <= 1) return only.index;
  const said = found.length === 0 ? "no column is named like a throughput or a time" : `${quoted(found)} could be that`;
  throw new UserError(`${place}: ${said}: say which with --y: there are ${names.join(", ")}`);
}

function columns(names: readonly string[]): Column[] {
  return names.map((name, index) => ({ name, index }));
}

function kindOf(name: string): FigureKind | undefined {
  const plain = key(name);
  if (LATENCY.test(plain)) return undefined;
  if (name.includes("/") || THROUGHPUT.test(plain)) return "throughput";
  return TIME.test(plain) ? "time" : undefined;
}

/** "Wall time (s)" -> "wall_time_s". */
function key(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}

function quoted(found: readonly Column[]): string {
  return found.map(({ name }) => `"${name}"`).join(" and ");
}
