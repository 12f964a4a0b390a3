import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packagePaths } from "../../../../src/package-paths.js";
import { tex } from "../../../../src/report/format/tex.js";
import { loadDocuments } from "../../../../src/report/html/document-templates.js";
import { formats } from "../../../../src/report/write-up/formats/index.js";
import { has } from "../../../needs.js";
import { hostileRun } from "../../hostile-run.js";
import { questionExperiments } from "../../question-runs.js";
import { importedRun, labExperiments, makeRun, workersExperiment } from "../../sample-runs.js";
import { answeredDraft, wholeDraft } from "../drafts.js";
import { ANSWERS } from "./answers.js";

const hasLatex = has("pdflatex");
const hasText = has("pdftotext");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-latex-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles twice and returns the log of the second time; an error of TeX's fails with its log. */
async function compile(name: string, text: string): Promise<string> {
  await writeFile(join(folder, `${name}.tex`), text);
  const options = { cwd: folder, stdio: "pipe", env: { ...process.env, openout_any: "p" } } as const;
  const once = () =>
    execFileSync("pdflatex", ["-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", name], options);
  try {
    once();
    once();
  } catch (error) {
    throw new Error(String((error as { stdout?: Buffer }).stdout).slice(-2_000));
  }
  return readFile(join(folder, `${name}.log`), "latin1");
}

const REPORTS = {
  lab: () => wholeDraft(makeRun({ experiments: labExperiments(10) })),
  questions: () => wholeDraft(makeRun({ study: "questions", experiments: questionExperiments() })),
  compared: () => wholeDraft(importedRun("cores-host"), importedRun("cores-vm")),
  hostile: () => wholeDraft(hostileRun()),
  answered: () => answeredDraft([makeRun({ experiments: [workersExperiment(10)] })], ANSWERS),
};

describe.skipIf(!hasLatex)("the report in LaTeX", () => {
  it.each(Object.entries(REPORTS))(
    "of the run %s compiles, and every number that it refers to is there",
    async (name, make) => {
      const documents = await loadDocuments(packagePaths.templates, "0.1.0");
      const [document] = await formats.latex.make(await make(), name, { documents, print: null, photograph: null });
      const log = await compile(name, String(document?.content));
      expect(log).not.toMatch(/Reference `[^']*' on page \d+ undefined|Citation `[^']*' on page \d+ undefined/);
      expect(log).not.toMatch(/Missing character/);
      expect(log).toMatch(/Output written on \w+\.pdf \(\d+ pages?/);
    },
    120_000,
  );

  it("sets every sign that a text may have", async () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
    const letters = "ÀÖØöøÿĂąćčĎđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŖŗŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽž";
    const signs = "\u00a0\u202f−×÷±µμ·°–—…‘’“”≤≥⌈⌉→日👍\u0007";
    const pairs = ascii.flatMap((a) => ["`", "-", ",", "'", "<", ">", "[", " "].map((b) => a + b));
    const texts = [...ascii, ...letters, ...signs, ...pairs].map((text) => `x${tex(text)}x`);
    const head = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{textcomp}";
    const log = await compile(
      "signs",
      `${head}\\begin{document}\\raggedright\n${texts.join("\n\n")}\n\\end{document}\n`,
    );
    expect(log).not.toMatch(/Missing character/);
    if (!hasText) return;
    const shown = execFileSync("pdftotext", ["-raw", join(folder, "signs.pdf"), "-"]).toString();
    for (const sign of ascii.filter((one) => one !== " ")) expect(shown, sign).toContain(`x${sign}x`);
  }, 120_000);
});
