import type { Disturbance } from "../../record/schema/run-schema.js";
import { plural, whole } from "../../words/number.js";
import { coresWords } from "../cells/core-words.js";

/** More of them say no more. */
const MOST_SENTENCES = 3;

/** "The machine was suspended for 9 s", "The clock was set back by 60 min": without a full stop. */
export function disturbanceWords({ kind, byMs = 0, before = null, after = null }: Disturbance): string {
  const change = `${countWords(before)}, then ${countWords(after)}`;
  if (kind === "suspended") return `The machine was suspended for ${span(byMs)}`;
  if (kind === "clock-set") return `The clock was set ${byMs < 0 ? "back" : "forward"} by ${span(Math.abs(byMs))}`;
  return kind === "cores" ? `The usable cores changed: ${change}` : `The CPU quota changed: ${change}`;
}

/** "9 s", "60 min", "3 h", "400 days". */
function span(ms: number): string {
  const units = [
    ["s", 1_000] as const,
    ["min", 60_000] as const,
    ["h", 3_600_000] as const,
    ["days", 86_400_000] as const,
  ];
  const [unit, size] = units.findLast(([, one]) => ms >= 2 * one) ?? (units[0] as (typeof units)[number]);
  return `${whole(Math.round(ms / size))} ${unit}`;
}

function countWords(cores: number | null): string {
  return cores === null ? "none" : coresWords(cores);
}

/** What happened to the machine during a run, each with its repeat, and how many measurements are marked for it. */
export function disturbanceSentences(disturbances: readonly Disturbance[], marked: number): string[] {
  if (disturbances.length === 0) return [];
  const shown = disturbances.slice(0, MOST_SENTENCES);
  const more = disturbances.length - shown.length;
  const told = shown.map((one) => `${disturbanceWords(one)} (repeat ${one.block + 1}).`);
  const verb = marked === 1 ? "It is" : "They are";
  return [
    ...told,
    ...(more === 0 ? [] : [`That, or the like, was seen ${plural(more, "more time")}.`]),
    `${plural(marked, "measurement")} ${marked === 1 ? "has" : "have"} that within or just before. ${verb} marked, and in every figure.`,
  ];
}
