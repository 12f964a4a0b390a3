import type { Trial } from "../../record/schema/run-schema.js";
import { toMs } from "./foreign-json.js";

/** Most trials that the times of one process become; more are joined. */
export const MOST_TRIALS = 1_000;
/** Figure of a trial that is the mean of so many times. */
const JOINED = "joined-times";
/** Most times of a process that are kept beside their mean. */
const MOST_FIGURES = 100;

/**
 * Trials of a combination that was timed in one process or in several, at least one time in each. Times of one process are
 * not independent of each other: of several processes, each is a trial, with the mean of its times, which are kept as
 * figures. Of a single process each time is a trial; of more than `MOST_TRIALS`, each is the mean of neighbours.
 *
 * @param processes times in milliseconds, in the order of the file
 */
export function trialsOf(processes: readonly (readonly number[])[], meanOf = meanTime): Trial[] {
  const [first = []] = processes;
  if (processes.length === 1) return trialsOfOne(first, meanOf);
  return processes.map((times, block): Trial => {
    const kept = times.length > 1 && times.length <= MOST_FIGURES;
    const figures = Object.fromEntries(times.map((time, index) => [`value-${index + 1}-ms`, time]));
    return { block, status: "ok", wallMs: meanOf(times), ...(kept && { figures }) };
  });
}

/**
 * What `trialsOf` did, for the note of a run.
 *
 * @param counts of processes, by combination
 * @param words what the tool calls a time and a process, such as "iteration" and "fork"
 */
export function processNote(counts: readonly number[], { time, process }: { time: string; process: string }): string {
  const several = counts.filter((count) => count > 1).length;
  const unknown = "intervals do not tell how much another start of the program differs";
  if (several === 0) return `All ${time}s of a combination come from one ${process}: each is a repeat, and ${unknown}.`;
  const each = `A repeat is one ${process}, its time the mean of its ${time}s`;
  if (several === counts.length) return `${each}.`;
  return `${each}; where there is one ${process} only, each ${time} is a repeat, and ${unknown}.`;
}

/** A trial for each time, or for the mean of neighbours, so many that `MOST_TRIALS` are left. */
function trialsOfOne(times: readonly number[], meanOf: (times: readonly number[]) => number): Trial[] {
  if (times.length <= MOST_TRIALS) return times.map((wallMs, block) => ({ block, status: "ok", wallMs }));
  const from = (index: number) => Math.round((index * times.length) / MOST_TRIALS);
  return Array.from({ length: MOST_TRIALS }, (_, block) => {
    const neighbours = times.slice(from(block), from(block + 1));
    return { block, status: "ok", wallMs: meanOf(neighbours), figures: { [JOINED]: neighbours.length } };
  });
}

/** Says where `trialsOf` joined times; `null`: nowhere. `times` is what the tool calls them. */
export function joinedNote(cells: readonly { trials: readonly Trial[] }[], times: string): string | null {
  if (!cells.some(({ trials }) => trials.some(({ figures }) => figures?.[JOINED] !== undefined))) return null;
  return `Of more than ${MOST_TRIALS.toLocaleString("en")} ${times} from one process, a repeat is the mean of neighbours.`;
}

/** Arithmetic mean of times in milliseconds. */
export function meanTime(times: readonly number[]): number {
  return toMs(times.reduce((sum, time) => sum + time, 0) / times.length, 1);
}

/** A name without and with what it belongs to: class, package or file. */
export interface OwnedName {
  short: string;
  full: string;
}

/** Short names, or full ones where two of the file would be called alike. */
export function shortestNames(names: readonly OwnedName[]): string[] {
  const owners = new Map<string, string>();
  const isClear = names.every(({ short, full }) => {
    const earlier = owners.get(short);
    owners.set(short, full);
    return earlier === undefined || earlier === full;
  });
  return names.map(({ short, full }) => (isClear ? short : full));
}
