import { beforeAll, describe, expect, it } from "vitest";
import type { WriteUp } from "../../../src/report/write-up/model.js";
import { hostileRun } from "../hostile-run.js";
import { questionExperiments } from "../question-runs.js";
import { importedRun, labExperiments, makeRun } from "../sample-runs.js";
import { blocksOf, sentencesOf, spansOf, wholeDraft } from "./drafts.js";

const lab = () => makeRun({ experiments: labExperiments(12) });
const questions = () =>
  makeRun({ id: "20261123t061500z-questions-3f9a2e", study: "questions", experiments: questionExperiments() });

const RUNS = {
  "the lab's four experiments": () => wholeDraft(lab()),
  "many experiments": () => wholeDraft(questions()),
  "one measurement each, imported": () => wholeDraft(importedRun("cores-host")),
  "two runs": () => wholeDraft(importedRun("cores-host"), importedRun("cores-vm")),
  "two runs without a cell in common": () => wholeDraft(lab(), importedRun("file-write")),
  "a hostile run": () => wholeDraft(hostileRun()),
};

describe.each(Object.entries(RUNS))("figures, tables and sources of %s", (name, make) => {
  let writeUp: WriteUp;
  beforeAll(async () => {
    writeUp = await make();
  });

  it("have numbers in the order in which they stand", () => {
    for (const kind of ["figure", "table"] as const) {
      const numbers = blocksOf(writeUp, kind).map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, index) => String(index + 1)));
    }
    expect(writeUp.references.map(({ number }) => number)).toEqual(
      writeUp.references.map((_, index) => String(index + 1)),
    );
  });

  it("are each referred to in the text, by the number that they have", () => {
    const named = spansOf(writeUp).filter(({ kind }) => kind !== "plain");
    for (const kind of ["figure", "table"] as const) {
      for (const { id, number } of blocksOf(writeUp, kind)) {
        const references = named.filter(({ to }) => to === id);
        expect(references.length, id).toBeGreaterThan(0);
        const word = kind === "figure" ? "Figure" : "Table";
        for (const { text } of references) expect(text).toBe(`${word}\u00a0${number}`);
      }
    }
    for (const { id, number } of writeUp.references) {
      expect(named.filter(({ to }) => to === id).map(({ text }) => text)).toContain(`[${number}]`);
    }
    const ids = new Set([
      ...writeUp.blocks.flatMap((block) => ("id" in block ? [block.id] : [])),
      ...writeUp.references.map(({ id }) => id),
    ]);
    for (const { to } of named) expect(ids).toContain(to);
  });

  it("have ids of their own", () => {
    const ids = writeUp.blocks.flatMap((block) => (block.kind === "prompt" || !("id" in block) ? [] : [block.id]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  // A question that is no sentence makes none.
  it.skipIf(name === "a hostile run")("stand in whole sentences", () => {
    for (const sentence of sentencesOf(writeUp)) {
      expect(sentence).not.toMatch(/ {2}|undefined|null|NaN|Infinity|\.\.|, ,|\( | \.|: \./);
      expect(sentence).toMatch(/[.:?…]$/);
    }
  });

  it("have a question below every figure, and prompts for what the student writes", () => {
    for (const { question, caption } of blocksOf(writeUp, "figure")) {
      expect(question).toMatch(/\?$/);
      expect(question).not.toMatch(/undefined|NaN|null/);
      expect(caption).toMatch(/\bone (?:trial|repeat|measurement)\b|\b\d[\d,]* (?:to \d[\d,]* )?(?:trial|repeat)s?\b/i);
    }
    const asked = blocksOf(writeUp, "prompt").map(({ id }) => id);
    expect(asked).toEqual(["aim", "hypothesis", "discussion", "conclusion"]);
    const headings = blocksOf(writeUp, "heading").map(({ id }) => id);
    for (const id of ["machine", "method", "results", "limits", "reproduction", ...asked])
      expect(headings).toContain(id);
  });
});
