import { UserError } from "../../user-error.js";
import { plural } from "../../words/number.js";
import { command, jsonOption, option, runsDirOption } from "../command.js";

const USUAL_PAGES = 8;
const FORMATS = ["html", "pdf", "md", "latex"] as const;

export const report = command({
  name: "report",
  args: "<run> [run ...]",
  summary:
    "Write a report to hand in: machine, method, results and limits are written, aim, discussion and conclusion are left to you",
  options: [
    option("--format <format>", `${FORMATS.join(", ")} (default: html)`),
    option("--out <file>", "Where it goes (default: report.html, report.pdf, report.md, report.tex)"),
    option(
      "--pages <n>",
      `Most pages of A4: the figures and tables that carry the findings stay (default: ${USUAL_PAGES})`,
    ),
    option("--author <name>", "Your name, for the head of the report and the citation"),
    option("--browser <path>", "Chrome, Chromium or Edge for PDF (default: SCALEBOOK_CHROMIUM, or one that is found)"),
    option("--force", "Write over a report that is there, and over what you wrote into it"),
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "report latest",
    "report latest --format pdf --pages 6 --author 'Ada Lovelace'",
    "report latest --format md --out handed-in/report.md",
    "report host vm --format latex",
  ],
  async run(given, io) {
    const format = formatOf(given.options.format);
    const pages = pagesOf(given.options.pages);
    const [{ findLine }, { openFolder }, { writeReport }, { toolVersion }, { withoutUndefined }] = await Promise.all([
      import("../options/named-run.js"),
      import("../options/run-folder.js"),
      import("../../report/write-up/report.js"),
      import("../../app/tool-version.js"),
      import("../../study/without-undefined.js"),
    ]);
    const folder = openFolder(given, io);
    const runs = [];
    for (const name of given.positionals) runs.push(await findLine(folder, name));
    const { author, out, browser } = given.options;
    const written = await writeReport({
      runs,
      format,
      pages,
      toolVersion: toolVersion(),
      overwrite: given.options.force,
      ...withoutUndefined({ author, out, browser }),
    });
    return { json: written, text: () => summary(written, format, pages).map((line) => `${line}\n`) };
  },
});

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

function summary(
  {
    files,
    pages,
    exact,
    figures,
    tables,
    leftOut,
    browser,
  }: Awaited<ReturnType<typeof import("../../report/write-up/report.js")["writeReport"]>>,
  format: string,
  most: number,
): string[] {
  const [document = "", ...beside] = files;
  const lines = [
    `${exact ? "" : "About "}${pages} ${pages === 1 ? "page" : "pages"}, ${plural(figures, "figure")}, ${plural(tables, "table")}${beside.length > 0 ? `; ${plural(beside.length, "file")} of charts beside it` : ""}`,
  ];
  if (leftOut > 0)
    lines.push(`${leftOut} more figures and tables would fit into more pages (--pages), and stand in the site`);
  if (pages > most) lines.push(`The text alone takes more than the ${most} ${most === 1 ? "page" : "pages"} asked for`);
  if (format === "latex" && browser === null) {
    lines.push(
      "No browser was found to turn the charts into PDF (--browser): the document names the SVG files to convert",
    );
  }
  return [...lines, `Report: ${document}`];
}
