import type { Factors } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { fixed, plural } from "../../words/number.js";

/** What the work was, of which only the varying factors are said: "file write, 4 tasks, N = 65,536". */
export function sizeName({ workload, tasks, n, more = {} }: Factors, varying: readonly string[]): string {
  const words: string[] = [];
  if (varying.includes("workload")) words.push(workload?.replaceAll("-", " ") ?? "no workload named");
  if (varying.includes("tasks") && tasks !== undefined) words.push(plural(tasks, "task"));
  if (varying.includes("n") && n !== undefined) words.push(`N = ${fixed(n)}`);
  if (varying.includes("more")) words.push(...workWords(more));
  return words.join(", ");
}

/** The further factors of the work, in words: "16.0 MB handed back as objects", "fault kill". */
function workWords({ bytes, form, skew, fault, atomics }: NonNullable<Factors["more"]>): string[] {
  const words: string[] = [];
  if (typeof bytes === "number") {
    const how = form === undefined ? "" : ` as ${form}`;
    words.push(bytes === 0 ? "nothing handed back" : `${formatBytes(bytes)} handed back${how}`);
  }
  if (bytes === undefined && form !== undefined) words.push(`as ${form}`);
  if (skew !== undefined) words.push(`skew ${String(skew).replaceAll("-", " ")}`);
  if (fault !== undefined) words.push(`fault ${String(fault).replaceAll("-", " ")}`);
  if (atomics !== undefined) words.push(atomics === true ? "with Atomics" : "without Atomics");
  return words;
}
