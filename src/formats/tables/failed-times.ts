import type { Trial } from "../../record/schema/run-schema.js";

/** Words that stand where a time would, and what they say. */
const FAILURES: readonly (readonly [RegExp, Pick<Trial, "status" | "reason">])[] = [
  [/^(?:time[\s_-]?out|timed[\s_-]?out|TLE)$/i, { status: "timeout", reason: "timeout" }],
  [/^(?:OOM|out[\s_-]of[\s_-]memory|MLE)$/i, { status: "failed", reason: "out-of-memory" }],
  [
    /^(?:fail(?:ed|ure)?|err(?:or)?|crash(?:ed)?|segfault|DNF|killed|abort(?:ed)?)$/i,
    { status: "failed", reason: "error" },
  ],
];

/** How a measurement ended that has a word such as TIMEOUT, OOM or FAILED in place of a time; undefined of another text. */
export function failureOf(text: string): Pick<Trial, "status" | "reason" | "detail"> | undefined {
  const ended = FAILURES.find(([pattern]) => pattern.test(text))?.[1];
  return ended === undefined ? undefined : { ...ended, detail: text };
}
