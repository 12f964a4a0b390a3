import { formatDate } from "../../../words/date.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { runTitle } from "../../page-model/run-words.js";
import { type Draft, paragraph } from "../model.js";
import type { Subject } from "../subjects.js";

/** Most findings that an expectation is set beside. */
const MOST_FINDINGS = 4;

/** What was expected, with what was known by then: it stands in the run file from before the first trial on. */
export function expectationsOf(entries: readonly RunEntry[]): string[] {
  return entries.flatMap((entry) => {
    const whose = entries.length === 1 ? "" : `${runTitle(entry)}: `;
    return entry.line.runs.flatMap(({ hypothesis, parent, startedAt, id }, index) => {
      if (hypothesis === undefined || hypothesis === entry.line.runs[index - 1]?.hypothesis) return [];
      const when =
        parent === undefined
          ? `before the first trial (${formatDate(startedAt)})`
          : `before ${id} went on (${formatDate(startedAt)}), when the trials of the runs before it were known`;
      return [`${whose}Expected, written ${when}: “${hypothesis}”`];
    });
  });
}

/** Expectation and measurement side by side; nothing where no run has an expectation. */
export function expectedAndMeasured(entries: readonly RunEntry[], subjects: readonly Subject[]): Draft[] {
  const expected = expectationsOf(entries);
  if (expected.length === 0) return [];
  const measured = subjects.slice(0, MOST_FINDINGS).flatMap(({ title, findings }) => {
    const headline = findings[0]?.headline;
    return headline === undefined ? [] : [subjects.length === 1 ? headline : `${title}: ${headline}`];
  });
  return [
    ...expected.map((text) => paragraph(text)),
    ...(measured.length === 0 ? [] : [paragraph(`Measured: ${measured.join(". ")}.`)]),
  ];
}
