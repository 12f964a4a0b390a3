import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { LEFT_OUT, type ParameterMap } from "../foreign/parameter-map.js";

/** Parameter that GOMAXPROCS is mapped by. */
export const PROCS = "gomaxprocs";

export interface GoName {
  /** Name without parameters and without GOMAXPROCS. */
  name: string;
  /** Parts `key=value`. */
  parameters: ReadonlyMap<string, string>;
  procs: number;
}

const NUMBERED = /^(.+)-([1-9]\d{0,5})$/;

/**
 * Parts of names such as `Sum/n=1000-8`: go test appends GOMAXPROCS where it is not 1. Whether the number at the end of a
 * sub-benchmark is that, or a part of its own name, follows from the other names; where both could be meant, it is a
 * UserError that asks for a mapping of `gomaxprocs`.
 */
export function namesOf(
  results: readonly { place: string; name: string }[],
  map: ParameterMap | undefined,
  file: string,
): GoName[] {
  const split = splitterOf([...new Set(results.map(({ name }) => name))], map?.get(PROCS), file);
  return results.map(({ name }) => {
    const { base, procs } = split(name);
    return { ...partsOf(base), procs };
  });
}

interface Split {
  base: string;
  procs: number;
}

const whole = (name: string): Split => ({ base: name, procs: 1 });

function atEnd(name: string): Split {
  const [, base, procs] = NUMBERED.exec(name) ?? [];
  return base === undefined ? whole(name) : { base, procs: Number(procs) };
}

function splitterOf(names: readonly string[], mapped: string | undefined, file: string): (name: string) => Split {
  if (mapped !== undefined && mapped !== LEFT_OUT) return atEnd;
  // The name of a Go function has no hyphen.
  const certain = new Set(names.filter((name) => !name.includes("/")).map((name) => atEnd(name).procs));
  const there = new Set(names);
  const split = new Map<string, Split>();
  for (const name of names) {
    const cut = atEnd(name);
    const numbered = [...certain].some((procs) => procs > 1 && there.has(`${name}-${procs}`));
    if (cut.procs === 1 || !name.includes("/") || (certain.has(cut.procs) && !numbered)) split.set(name, cut);
    else if (certain.has(1)) split.set(name, whole(name));
  }
  if (split.size === names.length) return (name) => split.get(name) as Split;
  if (certain.size === 0 && isListOfCpus(names)) return atEnd;
  if (mapped === LEFT_OUT) return whole;
  const [doubtful = ""] = names.filter((name) => !split.has(name));
  const { procs } = atEnd(doubtful);
  throw new UserError(
    `${file}: ${show(`Benchmark${doubtful}`)}: whether ${procs} is GOMAXPROCS (-cpu) or belongs to the name cannot be told from the file: say --map ${PROCS}=workers if it is, --map ${PROCS}=- if it is not`,
  );
}

/** Whether all names end in one number, or each is there with the same numbers and without one. */
function isListOfCpus(names: readonly string[]): boolean {
  const byBase = new Map<string, number[]>();
  for (const { base, procs } of names.map(atEnd)) byBase.set(base, [...(byBase.get(base) ?? []), procs]);
  const lists = new Set([...byBase.values()].map((list) => list.toSorted((a, b) => a - b).join(",")));
  const [list = ""] = lists;
  return lists.size === 1 && (!list.includes(",") || list.startsWith("1,"));
}

function partsOf(base: string): Omit<GoName, "procs"> {
  const [first = "", ...segments] = base.split("/");
  const words = [first];
  const parameters = new Map<string, string>();
  for (const segment of segments) {
    const [, key, level] = /^([\p{L}_][\p{L}\p{N}_.-]*)=([^=]+)$/u.exec(segment) ?? [];
    if (key === undefined || level === undefined || parameters.has(key)) words.push(segment);
    else parameters.set(key, level);
  }
  return { name: words.join("/"), parameters };
}
