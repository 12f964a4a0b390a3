import { machineFindings } from "../../../analysis/machines/machine-findings.js";
import { plural, whole } from "../../../words/number.js";
import type { ArchivedRun } from "../../archive/run-entry.js";
import { choicesChart, machineSpeedUps } from "../../charts/kinds/machine-choices.js";
import type { Renderer } from "../../charts/output/render.js";
import { findingsHero, foldedFindings } from "../../page-model/answers.js";
import { type Chip, type Page, rootOf } from "../../page-model/page.js";
import { paths } from "../../page-model/paths.js";
import { kindsTable, likeTables, machineRowsTable, questionsTable } from "../../tables/like-machines.js";
import {
  kindName,
  type MachinesInFigures,
  MOST_MACHINES,
  machinesInFigures,
  shownKinds,
} from "../../tables/machine-figures.js";
import { csvFiles, figurePaths, recordFiles } from "../figure-files.js";
import { chartPages, drawFigure } from "../figures.js";
import type { HighlightsOf } from "../run-highlights.js";

/** The page of one study on several machines; none where fewer than three machines recorded it. */
export async function* machinesPages(
  entries: readonly [ArchivedRun, ...ArchivedRun[]],
  { renderer, highlightsOf }: { renderer: () => Promise<Renderer>; highlightsOf: HighlightsOf },
): AsyncGenerator<Page> {
  const figures = machinesInFigures(entries, highlightsOf);
  if (figures === null) return;
  const { runs, lead, like, left, questions } = figures;
  const { study } = (runs[0] as ArchivedRun).run;
  const path = paths.machines(study);
  const root = rootOf(path);
  const findings = machineFindings(lead, like);
  const rows = shownKinds(figures).map((kind) => ({ name: kindName(kind, kind.short), runs: kind.runs }));
  const pictures = [
    { id: "choices", picture: lead && choicesChart(lead) },
    { id: "speed-ups", picture: lead && machineSpeedUps(lead, rows) },
  ];
  const render = await renderer();
  const drawn = [];
  const of = { csv: figurePaths(path).csv, experiment: lead?.experiment ?? "" };
  for (const { id, picture } of pictures) {
    const place = { id, path, folder: `chart/study/${study}/${id}/`, chart: id, ...of };
    if (picture !== null) drawn.push(await drawFigure(render, place, picture));
  }
  const heading = `${study} on ${plural(runs.length, "machine")}`;
  const tables = likeTables(figures);
  const hero = findingsHero(findings);
  yield {
    path,
    template: "machines",
    title: heading,
    description: findings[0]?.headline ?? `One study on ${plural(runs.length, "machine")}.`,
    section: "runs",
    contents: [
      ...(drawn.length > 0 ? [{ href: "#figures", text: "What is best where" }] : []),
      ...(tables.length > 0 ? [{ href: "#like", text: "Like machines" }] : []),
      { href: "#machines-title", text: "The machines" },
      { href: "#limits", text: "Limits" },
    ],
    body: {
      heading,
      study: { href: root + paths.study(study), text: study },
      summary: summaryOf(figures),
      hero: hero && { ...hero, question: lead !== null && questions.length > 1 ? lead.question : "" },
      chips: chipsFor(runs),
      ...foldedFindings(findings),
      figures: drawn.map(({ figure }) => figure),
      questions: questionsTable(questions),
      kinds: kindsTable(figures),
      like: tables,
      machines: machineRowsTable(figures, root),
      left:
        left === 0
          ? ""
          : `The ${MOST_MACHINES} machines last at work stand here; ${plural(left, "more")} are in the list of runs.`,
    },
    charts: drawn.length,
    files: [...(await recordFiles(drawn, render)), ...csvFiles(drawn)],
  };
  yield* chartPages(drawn, { path, text: heading });
}

/** What weakens the runs, with the number of machines that it is said of. */
function chipsFor(runs: readonly ArchivedRun[]): Chip[] {
  const counts = {
    "not complete": runs.filter(({ run }) => run.status !== "complete").length,
    quick: runs.filter(({ analysis }) => analysis.quick).length,
    "disturbed by other programs": runs.filter(({ analysis }) => analysis.starved.trials > 0).length,
  };
  return Object.entries(counts).flatMap(([words, count]) =>
    count === 0 ? [] : [{ text: `${words}: ${whole(count)} of ${plural(runs.length, "machine")}`, tone: "warn" }],
  );
}

function summaryOf({ runs, kinds, note }: MachinesInFigures): string {
  const of = kinds.length === 1 ? "all of one kind" : `of ${whole(kinds.length)} kinds`;
  return `The newest run of each of ${plural(runs.length, "machine")}, ${of}.${note} Machines are counted and set side by side, never averaged.`;
}
