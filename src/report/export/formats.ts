import { UserError } from "../../user-error.js";
import { experimentsOf, type RunEntry } from "../archive/run-entry.js";
import { chartsFor } from "../charts/kinds/index.js";
import type { Picture } from "../charts/marks/chart.js";
import { figuresOf } from "../charts/marks/table-columns.js";
import { createRenderer } from "../charts/output/render.js";
import { standaloneSvg } from "../charts/output/standalone.js";
import { csvText } from "../format/csv.js";
import { markdownText } from "../format/markdown.js";
import { tex } from "../format/tex.js";
import { bibtex, citationFile } from "../pages/run/citation.js";
import { adviceTable } from "../tables/advice.js";
import { experimentTables } from "../tables/experiment-tables.js";
import { markdownTable, type PlainTable, plainTable, texTable } from "../tables/plain-table.js";
import { cellRecords, changeRecords, type DataRecord, rowsOf } from "./records.js";
import { tidyFormats, tidyRecords } from "./tidy.js";

/** A file of an export. */
export interface ExportedFile {
  name: string;
  content: string;
}

/** Run to export; one experiment of it, or all. */
export interface Asked {
  entry: RunEntry;
  experiment?: string;
  author: string;
}

type Make = (asked: Asked) => ExportedFile[] | Promise<ExportedFile[]>;

/** Kinds of content by format; the first of a format is the default. */
export const exportFormats = {
  csv: {
    trials: ({ entry, experiment }) => [{ name: "trials.csv", content: trialsCsv(entry, experiment) }],
    cells: (asked) => [recordsCsv("cells", cellRecords(asked.entry, asked.experiment))],
    changes: (asked) => [recordsCsv("changes", changeRecords(asked.entry, asked.experiment))],
    charts: (asked) =>
      chartsOf(asked.entry, asked.experiment).map(({ name, picture }) => {
        const { heads, rows } = figuresOf(picture.table);
        return { name: `${name}.csv`, content: csvText(heads, rows) };
      }),
  },
  json: {
    analysis: ({ entry, experiment }) => [
      json("analysis", {
        ...headOf(entry),
        findings: entry.analysis.findings
          .filter((finding) => experiment === undefined || finding.experiment === experiment)
          .map(({ id, experiment: of, text }) => ({ experiment: of, finding: id, text })),
        cells: cellRecords(entry, experiment),
        changes: changeRecords(entry, experiment),
      }),
    ],
    trials: ({ entry, experiment }) => [
      json("trials", { ...headOf(entry), trials: entry.line.runs.flatMap((run) => tidyRecords(run, experiment)) }),
    ],
    cells: ({ entry, experiment }) => [json("cells", { ...headOf(entry), cells: cellRecords(entry, experiment) })],
    changes: ({ entry, experiment }) => [
      json("changes", { ...headOf(entry), changes: changeRecords(entry, experiment) }),
    ],
    charts: ({ entry, experiment }) => [
      json("charts", {
        ...headOf(entry),
        charts: chartsOf(entry, experiment).map(({ name, picture }) => ({
          chart: name,
          title: picture.title,
          subtitle: picture.subtitle,
          ...figuresOf(picture.table),
        })),
      }),
    ],
  },
  md: {
    tables: ({ entry, experiment }) => [{ name: "tables.md", content: markdownOf(exportedTables(entry, experiment)) }],
    charts: ({ entry, experiment }) => [{ name: "charts.md", content: markdownOf(chartTables(entry, experiment)) }],
  },
  latex: {
    tables: ({ entry, experiment }) => [{ name: "tables.tex", content: latexOf(exportedTables(entry, experiment)) }],
    charts: ({ entry, experiment }) => [{ name: "charts.tex", content: latexOf(chartTables(entry, experiment)) }],
  },
  svg: {
    charts: async ({ entry, experiment }) => drawn(chartsOf(entry, experiment)),
  },
  bibtex: { citation: ({ entry, author }) => [{ name: "citation.bib", content: `${bibtex(entry, author)}\n` }] },
  cff: { citation: ({ entry, author }) => [{ name: "CITATION.cff", content: citationFile(entry, author) }] },
} satisfies Record<string, Record<string, Make>>;

export type ExportFormat = keyof typeof exportFormats;

/**
 * Makes the files of an export.
 *
 * @param what a kind of the format; default: its first
 * @throws UserError where the format has no such kind, or the run no such experiment
 */
export async function exportRun(format: ExportFormat, what: string | undefined, asked: Asked): Promise<ExportedFile[]> {
  const kinds: Record<string, Make> = exportFormats[format];
  const kind = what ?? Object.keys(kinds)[0] ?? "";
  const make = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (make === undefined) {
    throw new UserError(`--what is "${kind}": as ${format} there are ${Object.keys(kinds).join(", ")}`);
  }
  const ids = asked.entry.run.experiments.map(({ id }) => id);
  if (asked.experiment !== undefined && !ids.includes(asked.experiment)) {
    throw new UserError(`the run has no experiment "${asked.experiment}": it has ${ids.join(", ")}`);
  }
  return make(asked);
}

async function drawn(charts: readonly RunChart[]): Promise<ExportedFile[]> {
  const render = await createRenderer();
  const files: ExportedFile[] = [];
  for (const { name, picture } of charts) {
    const svg = await render(picture.spec, { id: name, labelledBy: `${name}-title ${name}-subtitle` });
    files.push({ name: `${name}.svg`, content: standaloneSvg(svg, { id: name, ...picture }) });
  }
  return files;
}

/** A chart of a run before it is drawn. */
interface RunChart {
  /** Experiment and chart: "workers-speed-up". */
  name: string;
  /** Title of the experiment. */
  experiment: string;
  picture: Picture;
}

/** Charts of a run, of one experiment or of all. */
function chartsOf(entry: RunEntry, wanted?: string): RunChart[] {
  return experimentsOf(entry, wanted).flatMap(({ experiment, analysed }) =>
    chartsFor(analysed, experiment).map((chart) => ({
      name: `${analysed.id}-${chart.id}`,
      experiment: analysed.title,
      picture: chart.spec({ analysis: analysed, experiment, machine: entry.run.machine }),
    })),
  );
}

/** A table with the title of its experiment. */
interface TitledTable {
  experiment: string;
  table: PlainTable;
}

/** Tables on the pages of a run: what to use, then those of each experiment. */
function exportedTables(entry: RunEntry, wanted?: string): TitledTable[] {
  const decision = wanted === undefined ? adviceTable(entry.analysis) : null;
  const advice = decision === null ? [] : [{ experiment: "What to use", table: plainTable(decision) }];
  const ofExperiments = experimentsOf(entry, wanted).flatMap(({ experiment, analysed }) => {
    const { answers, tables } = experimentTables(analysed, experiment, { root: "" });
    return [...answers, ...tables].map((table) => ({ experiment: analysed.title, table: plainTable(table) }));
  });
  return [...advice, ...ofExperiments];
}

/** Trials of the whole lineage, each under the id of its own run. */
function trialsCsv({ line }: RunEntry, experiment?: string): string {
  const { head, lines } = tidyFormats.csv;
  return head + line.runs.map((run) => lines(run, experiment)).join("");
}

function recordsCsv(name: string, records: readonly DataRecord[]): ExportedFile {
  const { heads, rows } = rowsOf(records);
  return { name: `${name}.csv`, content: csvText(heads, rows) };
}

function json(name: string, value: object): ExportedFile {
  return { name: `${name}.json`, content: `${JSON.stringify(value, null, 1)}\n` };
}

function headOf({ run, sha256 }: RunEntry) {
  const { tool, node } = run.software;
  return {
    run: run.id,
    sha256,
    study: run.study,
    machine: run.machine.name,
    startedAt: run.startedAt,
    tool: `${tool.name} ${tool.version}`,
    node,
  };
}

function chartTables(entry: RunEntry, wanted?: string): TitledTable[] {
  return chartsOf(entry, wanted).map(({ experiment, picture: { title, subtitle, table } }) => ({
    experiment,
    table: { caption: `${title}. ${subtitle}`, columns: table.columns, groups: [{ title: "", rows: table.rows }] },
  }));
}

function markdownOf(tables: readonly TitledTable[]): string {
  return sections(
    tables,
    (title) => `## ${markdownText(title)}`,
    (table) => `${markdownText(table.caption)}\n\n${markdownTable(table)}`,
  );
}

function latexOf(tables: readonly TitledTable[]): string {
  const packages = "% Needs \\usepackage{array,booktabs,longtable} and \\usepackage[T1]{fontenc}.";
  return `${packages}\n\n${sections(
    tables,
    (title) => `\\subsection*{${tex(title)}}`,
    (table) => `{\\small\n${texTable(table, "")}\n}`,
  )}`;
}

/** Tables under the names of their experiments, each name once. */
function sections(
  tables: readonly TitledTable[],
  head: (title: string) => string,
  body: (table: PlainTable) => string,
): string {
  const parts = tables.flatMap(({ experiment, table }, index) => {
    const isNew = tables[index - 1]?.experiment !== experiment;
    return isNew ? [head(experiment), body(table)] : [body(table)];
  });
  return `${parts.join("\n\n")}\n`;
}
