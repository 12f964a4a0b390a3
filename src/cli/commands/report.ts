import type { Report, ReportOptions } from "../../report/write-up/report.js";
import { UserError } from "../../user-error.js";
import { plural } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { command, type Given, type Io, jsonOption, option, runsDirOption } from "../command.js";

const USUAL_PAGES = 8;
const FORMATS = ["html", "pdf", "md", "latex", "ipynb", "docx"] as const;

const options = [
  option("--format <format>", `${FORMATS.join(", ")} (default: html)`, FORMATS),
  option("--out <file>", "Where it goes (default: report with the ending of its format, such as report.html)"),
  option(
    "--pages <n>",
    `Most pages of A4: the figures and tables that carry the findings stay (default: ${USUAL_PAGES})`,
  ),
  option("--title <text>", "Title of the report (default: what was measured, and on which machine)"),
  option("--author <name>", "Your name, for the head of the report and the citation"),
  option("--course <text>", "Course, for the head of the report"),
  option("--date <text>", "Date, for the head of the report"),
  option("--listing", "The source of your program or module at the end, where it is still the one that was measured"),
  option("--answers <file>", "Your own words in place of the questions: sections of Markdown (--write-answers)"),
  option("--write-answers", "Write the file for your answers instead of a report (default: answers.md)"),
  option("--browser <path>", "Chrome, Chromium or Edge for PDF (default: SCALEBOOK_CHROMIUM, or one that is found)"),
  option("--force", "Write over a report that is there, and over what you wrote into it"),
  runsDirOption,
  jsonOption,
];

export const report = command({
  name: "report",
  args: "<run> [run ...]",
  summary:
    "Write a report to hand in: machine, method, results and limits are written, aim, discussion and conclusion are left to you",
  options,
  examples: [
    "report latest",
    "report latest --format pdf --pages 6 --author 'Ada Lovelace'",
    "report latest --format md --out handed-in/report.md",
    "report host vm --format latex",
    "report latest --write-answers",
    "report latest --answers answers.md --format pdf --course 'Operating systems' --date 2026-11-30",
  ],
  async run(given, io) {
    const format = formatOf(given.options.format);
    const asked = await askedReport(given, io);
    const { writeAnswers, writeReport } = await import("../../report/write-up/report.js");
    if (given.options["write-answers"]) {
      const file = await writeAnswers(asked);
      const next = `scalebook report ${given.positionals.join(" ")} --answers ${file}`;
      return { json: { file }, text: () => `Questions: ${file}\nThe report with your answers: ${next}\n` };
    }
    const written = await writeReport({ ...asked, format });
    return { json: written, text: () => summary(written, format, asked.pages).map((line) => `${line}\n`) };
  },
});

type Asked = Omit<ReportOptions, "format">;

async function askedReport(given: Given<typeof options>, io: Io): Promise<Asked> {
  const pages = pagesOf(given.options.pages);
  const [{ findLine }, { openFolder }, { readAnswers }, { toolVersion }, { withoutUndefined }] = await Promise.all([
    import("../options/named-run.js"),
    import("../options/run-folder.js"),
    import("../../report/write-up/answers/answers-file.js"),
    import("../../app/tool-version.js"),
    import("../../study/without-undefined.js"),
  ]);
  const { title, author, course, date, out, browser, answers: file } = given.options;
  const answers = file === undefined ? undefined : await readAnswers(file);
  const folder = openFolder(given, io);
  const runs = [];
  for (const name of given.positionals) runs.push(await findLine(name, { folder, io }));
  return {
    runs,
    pages,
    front: withoutUndefined({ title, author, course, date }),
    toolVersion: toolVersion(),
    overwrite: given.options.force,
    listing: given.options.listing,
    ...withoutUndefined({ out, browser, answers }),
  };
}

function formatOf(asked = "html"): (typeof FORMATS)[number] {
  const format = FORMATS.find((one) => one === asked);
  if (format === undefined) throw new UserError(`--format is "${asked}": give one of ${FORMATS.join(", ")}`);
  return format;
}

function pagesOf(text: string | undefined): number {
  const pages = Number(text ?? USUAL_PAGES);
  if (!Number.isInteger(pages) || pages < 1) throw new UserError(`--pages is "${text}": give a whole number from 1`);
  return pages;
}

function summary(report: Report, format: string, most: number): string[] {
  const { files, pages, exact, figures, tables, leftOut, browser, open, answersLeftOut } = report;
  const [document = "", ...beside] = files;
  const lines = [
    `${exact ? "" : "About "}${plural(pages, "page")}, ${plural(figures, "figure")}, ${plural(tables, "table")}${beside.length > 0 ? `; ${plural(beside.length, "file")} of charts beside it` : ""}`,
  ];
  if (leftOut > 0)
    lines.push(`${leftOut} more figures and tables would fit into more pages (--pages), and stand in the site`);
  if (pages > most) lines.push(`The text alone takes more than the ${plural(most, "page")} asked for`);
  if (open.length > 0) lines.push(`Without an answer, so their questions stand in the report: ${list(open)}`);
  if (answersLeftOut.length > 0) {
    lines.push(`Answers that are left out with their figures (--pages): ${list(answersLeftOut)}`);
  }
  if (format === "docx" && browser === null) {
    lines.push("No browser was found (--browser): programs that show no SVG, such as Word before 2016, show no charts");
  }
  if (format === "latex" && browser === null) {
    lines.push(
      "No browser was found to turn the charts into PDF (--browser): the document names the SVG files to convert",
    );
  }
  return [...lines, `Report: ${document}`];
}
