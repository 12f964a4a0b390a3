import { group } from "d3-array";
import { isAboutMeasurement } from "../../../analysis/answer/finding-order.js";
import type { Finding } from "../../../analysis/results/run-analysis.js";
import { list } from "../../../words/sentence.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { runTitle } from "../../page-model/run-words.js";
import { reproduceOf } from "../../pages/run/citation.js";
import { limitsOf } from "../../pages/run/limits.js";
import { type Draft, heading, paragraph, prompt, sentences, type Word } from "../model.js";
import { expectedAndMeasured } from "./expectation.js";
import type { Results } from "./results.js";

/** Discussion and conclusion as questions to the student, limits and reproduction written. */
export function closing(results: Results, author: string): Draft[] {
  return [
    ...discussion(results),
    ...limits(results.entries),
    ...conclusion(results),
    ...reproduction(results.entries, author),
  ];
}

function discussion({ entries, chosen, subjects }: Results): Draft[] {
  const theory = chosen.filter((part) => part.kind === "table" && part.says === "theory");
  const tables = theory.flatMap(({ id }, index): Word[] => [index === 0 ? "" : ", ", { ref: id }]);
  const lost = subjects.flatMap(({ findings }) => findings).find(({ id }) => id === "largest-loss");
  return [
    heading(2, "discussion", "Discussion"),
    ...expectedAndMeasured(entries, subjects),
    ...(theory.length === 0 ? [] : [paragraph("Theory and measurement stand side by side in ", ...tables, ".")]),
    prompt(
      "discussion",
      "Which of your expectations held, and which did not?",
      theory.length > 0 ? "Where does the measurement leave theory, and what is missing from the theory there?" : "",
      lost === undefined ? "" : "What would have to change for the largest loss to shrink?",
      "What else could explain the results, and which experiment would decide?",
    ),
  ];
}

function limits(entries: readonly RunEntry[]): Draft[] {
  const doubts = entries.flatMap(({ analysis }) =>
    analysis.experiments.flatMap(({ title, findings }) =>
      findings.filter(isOfOneExperiment).map(({ text }) => `${title}: ${text}`),
    ),
  );
  const runs = entries.flatMap((entry) => limitsOf(entry).map((text) => ({ text, name: runTitle(entry) })));
  // What holds of every run is said once.
  const own = [...group(runs, ({ text }) => text)].map(([text, those]) =>
    those.length === entries.length ? text : `${list(those.map(({ name }) => name))}: ${text}`,
  );
  return [heading(2, "limits", "Limits"), ...sentences([...own, ...doubts].map((text) => [text]))];
}

/** About the measurement, and not in the limits of the whole run. */
function isOfOneExperiment(finding: Finding): boolean {
  return isAboutMeasurement(finding) && finding.id !== "foreign-load" && finding.id !== "dropped";
}

function conclusion({ subjects }: Results): Draft[] {
  return [
    heading(2, "conclusion", "Conclusion"),
    prompt(
      "conclusion",
      `Answer the ${subjects.length > 1 ? "questions" : "question"} of the aim in two or three sentences, each with a figure and its interval.`,
      "On which machines, and for which work, does the answer hold?",
    ),
  ];
}

function reproduction(entries: readonly RunEntry[], author: string): Draft[] {
  return [
    heading(2, "reproduction", "Reproduction"),
    ...entries.flatMap((entry): Draft[] => {
      const { command, needed, runFile, origin, bibtex } = reproduceOf(entry, "", author);
      const others = entry.line.runs.slice(0, -1).map(({ id }) => id);
      const file = [
        `Run file: ${runFile.name} (${runFile.size}), SHA-256 ${runFile.sha256}.`,
        others.length === 0 ? "" : `It goes on with ${list(others)}, whose blocks are part of this report.`,
        origin === null ? "" : `It was imported from ${origin.file}, SHA-256 ${origin.sha256}.`,
      ];
      return [
        paragraph(file.filter(Boolean).join(" ")),
        ...(command === ""
          ? []
          : [
              {
                kind: "code",
                label: `This command records such a run again${needed}`,
                text: command,
                language: "sh",
              } as const,
            ]),
        { kind: "code", label: "To cite the recording (BibTeX)", text: bibtex, language: "bibtex" },
      ];
    }),
  ];
}
