import { roleOf } from "../../scaling/scaling-names.js";
import type { Unknown } from "./unknown-column.js";

/** Columns that count workers, as a table's names and texts allow to guess. */
export interface ProposedWorkers {
  /** Columns whose product is the number of workers; often one. */
  parts: readonly Unknown[];
  /** Columns that are said by the number of workers. */
  said: readonly Unknown[];
  /** Part that is a factor beside the product. */
  kept?: Unknown;
}

const WORKERS = /^(?:jobs|max_workers|cores_used|cpus_used|p)$/;
/** Ways to run, where nothing else counts: a column `MPI` with 1, 2, 4. */
const WAY = /^(?:mpi|omp|openmp)$/;
const NODES = /(?:^|_)(?:nodes?|hosts?|machines?)(?:_|$)/;
const PROCESSES = /(?:^|_)(?:n?procs?|n?process(?:es)?|np|n?ranks?|mpi|ntasks?)(?:_|$)/;
const THREADS = /(?:^|_)(?:n?threads?|omp|openmp)(?:_|$)/;

/**
 * Of the columns that may count workers the one that varies most. Processes and the threads of each, and nodes and what each
 * has, count together where both vary; nodes beside processes do not.
 */
export function proposedWorkers(unknown: readonly Unknown[]): ProposedWorkers {
  const counts = unknown.filter(({ texts }) => texts.length > 0 && texts.every((text) => /^\d+(?:\.0*)?$/.test(text)));
  const named = counts.filter(
    ({ name, words }) => (roleOf(name) === "workers" && words !== "rank") || WORKERS.test(words),
  );
  const shares = counts.filter(({ name, words }) => roleOf(name) === "share" && /_per_/.test(words));
  const varying = [...named, ...shares].filter(varies);
  const parts = factorsOf(varying, shares);
  const [first] = parts;
  if (first !== undefined && parts.length > 1) {
    return isNeeded(first, parts) ? { parts, said: parts.slice(1), kept: first } : { parts, said: parts };
  }
  const usual = named.length > 0 ? named : counts.filter(({ words }) => WAY.test(words));
  const single = varying.length > 0 ? varying : usual;
  const [most] = [...single].sort((a, b) => levels(b) - levels(a) || Number(isNodes(a)) - Number(isNodes(b)));
  const said = most === undefined ? [] : varying.filter((column) => column !== most && isSaidBy(column, most));
  return { parts: most === undefined ? [] : [most], said };
}

/** Columns that multiply. */
function factorsOf(varying: readonly Unknown[], shares: readonly Unknown[]): readonly Unknown[] {
  const own = varying.filter((column) => shares.includes(column));
  const whole = varying.filter((column) => !shares.includes(column));
  const processes = whole.filter(({ words }) => PROCESSES.test(words) && !THREADS.test(words));
  if (own.length > 0) {
    const isPerNode = own.some(({ words }) => /_per_(?:node|host|machine)/.test(words));
    return [...(isPerNode ? whole.filter(isNodes) : processes), ...own];
  }
  const threads = whole.filter(({ words }) => THREADS.test(words) && !PROCESSES.test(words));
  return processes.length === 1 && threads.length === 1 ? [...processes, ...threads] : [];
}

/** Whether the first part is a factor beside the product: of a grid, or one that tells rows of as many workers apart. */
function isNeeded(part: Unknown, parts: readonly Unknown[]): boolean {
  const beside = new Map<string, Set<string>>();
  for (const [row, text] of part.texts.entries()) {
    const others = parts.slice(1).map(({ texts }) => texts[row]);
    beside.set(text, (beside.get(text) ?? new Set()).add(String(others)));
  }
  if ([...beside.values()].filter(({ size }) => size > 1).length > 1) return true;
  const products = part.texts.map((_, row) =>
    String(parts.reduce((product, { texts }) => product * Number(texts[row]), 1)),
  );
  return !isFunction(products, part.texts);
}

function isSaidBy(column: Unknown, workers: Unknown): boolean {
  return isFunction(workers.texts, column.texts);
}

function isFunction(from: readonly string[], to: readonly string[]): boolean {
  const values = new Map<string, string | undefined>();
  return from.every((text, row) => {
    if (!values.has(text)) values.set(text, to[row]);
    return values.get(text) === to[row];
  });
}

function isNodes({ words }: Unknown): boolean {
  return NODES.test(words);
}

function levels({ texts }: Unknown): number {
  return new Set(texts).size;
}

function varies(column: Unknown): boolean {
  return levels(column) > 1;
}
