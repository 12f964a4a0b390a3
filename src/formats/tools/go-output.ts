import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";

/** One line of figures. */
export interface GoResult {
  /** Place in the file, for messages. */
  place: string;
  /** Import path of the package; empty where the file does not tell. */
  pkg: string;
  /** Number of the test binary's execution, from 0, in the order of the file. */
  process: number;
  /** Name as printed, without "Benchmark". */
  name: string;
  /** Figures by unit, such as `ns/op`. */
  values: ReadonlyMap<string, number>;
}

export interface GoOutput {
  results: GoResult[];
  /** What the heads of the packages say of the machine, by key: `goos`, `goarch`, `cpu`. */
  machine: ReadonlyMap<string, string>;
  /** Benchmarks that are reported as failed. */
  failed: string[];
  /** Time of the first event of `-json`. */
  startedAt: string | undefined;
}

interface Line {
  place: string;
  text: string;
}

const HEAD = /^(goos|goarch|cpu|pkg): (.*)$/;
const RESULT = /^\s*Benchmark(?![a-z])(\S*)\s+\d+\s+(\S.*)$/;
/** What follows a name whose line went on with the benchmark's own output. */
const REST = /^\s*\d+\s+(\d\S*\s+ns\/op.*)$/;
const NAME = /^Benchmark(?![a-z])(\S*)(?:\s|$)/;
const HAS_TIME = /(?:^|\s)ns\/op(?:\s|$)/;
const NUMBER = /^\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;

/**
 * Reads what `go test -bench` printed, also with `-v` or `-json`, among lines of any other kind. Heads that name different
 * machines are a UserError, as is a line of figures without a name, and a time that cannot be read.
 */
export function readGoOutput(text: string, file: string): GoOutput {
  const results: GoResult[] = [];
  const machine = new Map<string, string>();
  const failed = new Set<string>();
  for (const lines of linesByPackage(text, file)) {
    let pkg = "";
    let process = -1;
    let pending: string | undefined;
    for (const { place, text: line } of lines) {
      const [, key, value = ""] = HEAD.exec(line) ?? [];
      const [, name, figures = ""] = RESULT.exec(line) ?? [];
      const [, rest] = REST.exec(line) ?? [];
      // Every execution of a test binary prints its head before the first result.
      if (key === "goos" || process < 0) process += 1;
      if (key === "pkg") pkg = value;
      else if (key !== undefined) setOnce(machine, key, value, place);
      else if (name !== undefined && (valuesOf(figures).size > 0 || HAS_TIME.test(figures))) {
        results.push({ place, pkg, process, name, values: timedValues(figures, place) });
        pending = undefined;
      } else if (rest !== undefined) {
        if (pending === undefined)
          throw new UserError(`${place}: has figures without the name of a benchmark before it`);
        results.push({ place, pkg, process, name: pending, values: timedValues(rest, place) });
        pending = undefined;
      } else {
        pending = NAME.exec(line)?.[1] ?? pending;
        const failure = /^\s*--- FAIL: Benchmark(\S+)/.exec(line)?.[1];
        if (failure !== undefined) failed.add(failure);
      }
    }
  }
  const startedAt = /^\{"Time":"([^"]{1,100})"/m.exec(text)?.[1];
  return { results, machine, failed: [...failed], startedAt };
}

/** The lines of plain output, or those of each package of `go test -json`. */
function linesByPackage(text: string, file: string): Line[][] {
  const given = text.replace(/^\ufeff/, "").split(/\r\n?|\n/);
  if (!given.some((line) => /^\{.*"Action":/.test(line))) {
    return [given.map((line, index) => ({ place: `${file}: line ${index + 1}`, text: line }))];
  }
  const outputs = new Map<string, string>();
  for (const [index, line] of given.entries()) {
    if (line.trim() === "") continue;
    const { pkg, output } = eventOf(line, `${file}: line ${index + 1}`);
    outputs.set(pkg, (outputs.get(pkg) ?? "") + output);
  }
  return [...outputs].map(([pkg, output]) => {
    return output.split("\n").map((line) => ({ place: `${file}: output of ${pkg || "go test"}`, text: line }));
  });
}

function eventOf(line: string, place: string): { pkg: string; output: string } {
  // What is no event was printed by the build.
  if (!line.startsWith("{")) return { pkg: "", output: "" };
  try {
    const event = JSON.parse(line) as Record<string, unknown>;
    const text = (key: string) => (typeof event[key] === "string" ? event[key] : "");
    return { pkg: text("Package"), output: text("Output") };
  } catch {
    throw new UserError(`${place}: is not JSON, though others are: write it with go test -json -bench .`);
  }
}

/** Figures by unit; a time that stands there and cannot be read is a UserError. */
function timedValues(figures: string, place: string): Map<string, number> {
  const values = valuesOf(figures);
  if (values.has("ns/op") || !HAS_TIME.test(figures)) return values;
  throw new UserError(`${place}: cannot read the ns/op of ${show(figures)}: mend the line, or leave it out`);
}

/** Figures by unit, up to the first that is none; those that are no number, as NaN, are left out. */
function valuesOf(figures: string): Map<string, number> {
  const words = figures.trim().split(/\s+/);
  const values = new Map<string, number>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    const [number = "", unit = ""] = words.slice(index, index + 2);
    if (NUMBER.test(number)) values.set(unit, Number(number));
    else if (!/^[+-]?(?:NaN|Inf)$/.test(number)) break;
  }
  return values;
}

function setOnce(machine: Map<string, string>, key: string, value: string, place: string): void {
  const earlier = machine.get(key);
  if (earlier !== undefined && earlier !== value) {
    throw new UserError(
      `${place}: ${key} is ${value}, and ${earlier} before: the file holds results of several machines; import them one by one, each with a --machine of its own`,
    );
  }
  machine.set(key, value);
}
