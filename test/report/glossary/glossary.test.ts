import { describe, expect, it } from "vitest";
import { STACK_PARTS } from "../../../src/analysis/results/stack.js";
import { PART_NAMES } from "../../../src/analysis/scaling/stack/words.js";
import { allExperiments } from "../../../src/experiments/index.js";
import { chapters, terms } from "../../../src/report/glossary/index.js";

/** Words that every page may use without saying what they mean (the list, and the house's own). */
const PROMISED = [
  ...["process", "thread", "worker", "pool", "event-loop", "isolation", "message-passing", "shared-memory"],
  ...["load-balance", "fault-tolerance", "overhead", "strong-scaling", "weak-scaling", "speed-up", "efficiency"],
  ...["amdahl", "gustafson", "karp-flatt", "usl", "rounds", "critical-threshold"],
  ...[
    "study",
    "experiment",
    "factor",
    "cell",
    "workload",
    "task",
    "strategy",
    "trial",
    "block",
    "run",
    "series",
    "finding",
  ],
  ...[
    "communication-efficiency",
    "parallel-efficiency",
    "computation-scaling",
    "global-efficiency",
    "pop",
    "where-time-goes",
  ],
];

describe("the glossary", () => {
  it("has every word that was promised, once", () => {
    const ids = terms.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(PROMISED));
    expect(new Set([...ids, ...chapters.map(({ id }) => id)]).size).toBe(ids.length + chapters.length);
    expect(new Set(terms.map(({ term }) => term)).size).toBe(terms.length);
  });

  it("has every part of a speed-up stack, under the name that charts give it", () => {
    const words = terms.flatMap(({ term, words = [term] }) => words);
    for (const part of STACK_PARTS) expect(words, part).toContain(PART_NAMES[part]);
  });

  it("says each in one to five sentences of its own, and names experiments that are there", () => {
    const ids = allExperiments.map(({ id }) => id);
    for (const { id, text, experiment } of terms) {
      const sentences = text.match(/[.:](?= |$)/g)?.length ?? 0;
      expect(sentences, id).toBeGreaterThanOrEqual(1);
      expect(text.length, id).toBeLessThanOrEqual(480);
      expect(text, id).toMatch(/\.$/);
      if (experiment !== undefined) expect(ids, id).toContain(experiment);
    }
    expect(new Set(terms.map(({ text }) => text)).size).toBe(terms.length);
  });

  it("calls no two terms by one word", () => {
    const words = terms.flatMap(({ term, words = [term] }) => words.map((word) => word.toLowerCase()));
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});
