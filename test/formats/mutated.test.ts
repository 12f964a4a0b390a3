import { describe, expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import { UserError } from "../../src/user-error.js";
import { mutated } from "../bench/fuzz/mutations.js";
import { importing } from "./imported.js";
import { librarySamples } from "./library-readings.js";
import { entry, type Sample, samples } from "./readings.js";

/** Mutated files of each sample; `MUTATIONS=10000` for a long search. */
const FILES = Number(process.env.MUTATIONS ?? 150);
const FIRST = Number(process.env.FIRST_SEED ?? 1);

function timesOf({ experiments }: Run): string[] {
  const cells = experiments.flatMap((experiment) => experiment.cells);
  const trials = cells.flatMap(({ factors, trials }) =>
    trials.map(({ wallMs }) => ({ workers: factors.workers, wallMs })),
  );
  return trials.flatMap(({ workers, wallMs }) => (wallMs === null ? [] : [entry(workers, wallMs)])).sort();
}

type Outcome = "right" | "refused" | "not judged";

/** Imports a text: it is refused with words, or its times are those of the reader. Throws otherwise. */
function outcomeOf(run: ReturnType<typeof importing>["run"], { map, path, read }: Sample, text: string): Outcome {
  let found: string[];
  try {
    found = timesOf(run(text, map, path === undefined ? {} : { files: [{ path, text }] }));
  } catch (error) {
    if (error instanceof UserError && error.message.length < 2_000) return "refused";
    throw error;
  }
  const reading = read(text);
  if (reading === "unknown") return "not judged";
  expect(found).toEqual(reading);
  return "right";
}

const all = { ...samples, ...librarySamples };

it("every importer has a sample", () => {
  expect(Object.keys(all).sort()).toEqual(Object.keys(importers).sort());
});

describe.each(Object.entries(all))("mutated files of %s", (format, ofFormat) => {
  const importer = importers[format as keyof typeof importers];

  it.each(ofFormat.map((sample) => [sample.file, sample] as const))("after %s are right or refused", (file, sample) => {
    const { run } = importing(importer, file);
    expect(outcomeOf(run, sample, sample.text)).toBe("right");
    const outcomes: Record<Outcome, number> = { right: 0, refused: 0, "not judged": 0 };
    const failures: string[] = [];
    for (let seed = FIRST; seed < FIRST + FILES; seed += 1) {
      try {
        outcomes[outcomeOf(run, sample, mutated(sample.text, seed))] += 1;
      } catch (error) {
        failures.push(`seed ${seed}: ${String(error).slice(0, 600)}`);
      }
    }
    if (process.env.MUTATIONS !== undefined) console.log(format, file, JSON.stringify(outcomes), failures.length);
    expect(failures.slice(0, 5)).toEqual([]);
    // Neither all refused, nor the reader at a loss.
    expect(outcomes.right).toBeGreaterThan(FILES / 10);
    expect(outcomes["not judged"]).toBeLessThan(FILES / 5);
  });
});
