import { type Factors, furtherFactors, type Level, levelWords } from "../../record/schema/factors.js";
import { formatBytes } from "../../words/bytes.js";
import { plural, whole } from "../../words/number.js";

/** Size of the work by its varying factors: "file write, 4 tasks, N = 65,536". */
export function sizeName({ workload, tasks, n, more = {} }: Factors, varying: readonly string[]): string {
  const words: string[] = [];
  if (varying.includes("workload")) words.push(workload?.replaceAll("-", " ") ?? "no workload named");
  if (varying.includes("tasks") && tasks !== undefined) words.push(plural(tasks, "task"));
  if (varying.includes("more")) words.push(...workWords(more));
  // Sizes that follow from the runtime are named with it: times of unequal work must not be read side by side.
  const named = varying.includes("n") || (varying.includes("more") && more.runtime !== undefined);
  if (named && n !== undefined) words.push(`N = ${whole(n)}`);
  return words.join(", ");
}

/** The further factors of the work, in words: "16.0 MB handed back as objects", "fault kill". */
function workWords(more: NonNullable<Factors["more"]>): string[] {
  const { bytes, form } = more;
  return [...furtherFactors].flatMap(([name, { role, words }]) => {
    const level = more[name];
    if (role !== "work" || level === undefined || (name === "form" && bytes !== undefined)) return [];
    if (name === "bytes") return typeof level === "number" ? [returnedWords(level, form)] : [];
    const written = String(level).replaceAll("-", " ");
    return [levelWords(words, level, written) ?? `${name} ${written}`];
  });
}

function returnedWords(bytes: number, form: Level | undefined): string {
  if (bytes === 0) return "nothing handed back";
  return `${formatBytes(bytes)} handed back${form === undefined ? "" : ` as ${form}`}`;
}
