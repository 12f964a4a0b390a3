import type { Run } from "../../../src/record/schema/run-schema.js";
import { openEntry, type RunEntry } from "../../../src/report/archive/run-entry.js";
import { createRenderer } from "../../../src/report/charts/output/render.js";
import type { AnswersFile } from "../../../src/report/write-up/answers/answers-file.js";
import type { Numbered, Span, WriteUp } from "../../../src/report/write-up/model.js";
import { sourcesOf } from "../../../src/report/write-up/sources.js";
import { type Drafting, openDraft } from "../../../src/report/write-up/write-up.js";
import { stored } from "../sample-runs.js";

export function entryOf(run: Run): RunEntry {
  return openEntry(stored(run), { runs: [run], broken: null });
}

const blank = { title: "", author: "", course: "", date: "" };

/** The possible write-ups of runs; without an answers file its head is blank, and every question is open. */
export async function draftingOf(runs: readonly Run[], file?: AnswersFile): Promise<Drafting> {
  const entries = runs.map(entryOf);
  return openDraft({
    entries,
    render: await createRenderer(),
    front: file?.front ?? blank,
    answers: file?.sections ?? new Map(),
    sources: await sourcesOf(
      entries.flatMap(({ line }) => line.runs),
      [],
    ),
    hasListing: entries.some(({ line }) => line.runs.some(({ experiments }) => experiments.some((one) => one.program))),
    toolVersion: "0.1.0",
  });
}

/** The write-up with every figure and table that it could have. */
export async function wholeDraft(...runs: Run[]): Promise<WriteUp> {
  return answeredDraft(runs);
}

/** {@link wholeDraft} with what stands in an answers file. */
export async function answeredDraft(runs: readonly Run[], file?: AnswersFile): Promise<WriteUp> {
  const { parts, draft } = await draftingOf(runs, file);
  return draft(parts);
}

export function blocksOf<K extends Numbered["kind"]>({ blocks }: WriteUp, kind: K): Extract<Numbered, { kind: K }>[] {
  return blocks.filter((block): block is Extract<Numbered, { kind: K }> => block.kind === kind);
}

/** Everything that refers to something. */
export function spansOf(writeUp: WriteUp): Span[] {
  return [
    ...blocksOf(writeUp, "text").flatMap(({ words }) => words),
    ...blocksOf(writeUp, "list").flatMap(({ items }) => items.flat()),
  ];
}

/** Paragraphs and list items as plain text. */
export function sentencesOf(writeUp: WriteUp): string[] {
  const plain = (words: readonly Span[]) => words.map(({ text }) => text).join("");
  return [
    ...blocksOf(writeUp, "text").map(({ words }) => plain(words)),
    ...blocksOf(writeUp, "list").flatMap(({ items }) => items.map(plain)),
  ];
}
