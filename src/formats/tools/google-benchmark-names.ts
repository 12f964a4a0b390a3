import { canonicalJson } from "../../record/schema/canonical-json.js";

/** What the name of a benchmark says: `BM_Sum/n:1000/8/real_time/threads:4` is BM_Sum with n 1000 and arg1 8. */
export interface BenchmarkName {
  /** Of the function, without arguments. */
  name: string;
  arguments: ReadonlyMap<string, string>;
  /** How it was to be timed, as in the name; of `threads:4` the word only. */
  modifiers: readonly string[];
  /** Threads that the tool started, by the end of the name; undefined where it says nothing of them. */
  threads: number | undefined;
}

/** Modifiers stand behind all arguments; the number of threads is the last of them. */
const MODIFIER = /^(?:real_time|process_time|manual_time|(?:iterations|repeats|min_time|min_warmup_time):.*)$/;

/**
 * Takes the name of a benchmark apart.
 *
 * @param threads that the file says apart from the name; an argument may be called threads as well
 */
export function parseBenchmarkName(runName: string, threads: number | undefined): BenchmarkName {
  const [name = "", ...segments] = runName.split("/");
  const last = /^threads:(\d+)$/.exec(segments.at(-1) ?? "")?.[1];
  // No argument stands behind a modifier.
  const isOwn = threads === undefined || Number(last) === threads || MODIFIER.test(segments.at(-2) ?? "");
  const own = last !== undefined && isOwn ? Number(last) : undefined;
  if (own !== undefined) segments.pop();
  const modifiers: string[] = own === undefined ? [] : ["threads"];
  while (MODIFIER.test(segments.at(-1) ?? "")) modifiers.unshift(segments.pop() ?? "");
  const words = [name];
  const given = new Map<string, string>();
  let unnamed = 0;
  for (const segment of segments) {
    const [, key, level] = /^([^:<>]+):([^:]+)$/.exec(segment) ?? [];
    if (key !== undefined && level !== undefined && !given.has(key)) given.set(key, level);
    else if (/^-?\d+$/.test(segment)) given.set(`arg${++unnamed}`, segment);
    else words.push(segment);
  }
  return { name: words.join("/"), arguments: given, modifiers, threads: own };
}

/**
 * Names without modifiers, in the order given; with them for all benchmarks of a function where two would be called alike,
 * such as `BM_Pi` and `BM_Pi/real_time`. Two that are alike in all have a number.
 */
export function shortNames(names: readonly BenchmarkName[]): string[] {
  const seen = counter();
  const alike = names.filter((one) => seen(keyOf(one, one.name)) > 1);
  const unclear = new Set(alike.map(({ name }) => name));
  const taken = counter();
  return names.map((one) => {
    const name = unclear.has(one.name) ? [one.name, ...one.modifiers].join("/") : one.name;
    const times = taken(keyOf(one, name));
    return times === 1 ? name : `${name} (${times})`;
  });
}

function keyOf(one: BenchmarkName, name: string): string {
  return canonicalJson([name, [...one.arguments], one.threads ?? 1]);
}

/** Counts how often it was called with a key. */
function counter(): (key: string) => number {
  const times = new Map<string, number>();
  return (key) => {
    const now = (times.get(key) ?? 0) + 1;
    times.set(key, now);
    return now;
  };
}
