import { plural } from "../../../words/number.js";
import type { TableModel } from "../../tables/table.js";
import type { FigureModel } from "../figures.js";

/** Charts and tables of an experiment in the order of its page. */
export interface Evidence {
  /** Tables that answer the question of the experiment; they stand before the pictures. */
  answers: TableModel[];
  figures: FigureModel[];
  tables: TableModel[];
}

/** Charts and tables that a page folds away behind their count. */
export interface MoreEvidence {
  title: string;
  figures: FigureModel[];
  tables: TableModel[];
}

/** The first charts are of what was asked: of versions and of cores they are the pair that answers. */
const OPEN_CHARTS = 2;

/**
 * What answers the question of an experiment stands open: its first charts, the tables of its own or else the first of the others,
 * and what failed. The rest is folded away behind its count: all of it made pages that a telephone scrolls for ever.
 */
export function foldedEvidence({ answers, figures, tables }: Evidence): Evidence & { more: MoreEvidence | null } {
  const [first] = answers.length > 0 ? [] : tables;
  const isOpen = (table: TableModel) => table === first || isApart(table);
  const more = { figures: figures.slice(OPEN_CHARTS), tables: tables.filter((table) => !isOpen(table)) };
  const counts = [
    ...(more.figures.length > 0 ? [plural(more.figures.length, "more chart")] : []),
    ...(more.tables.length > 0 ? [plural(more.tables.length, more.figures.length > 0 ? "table" : "more table")] : []),
  ];
  return {
    answers,
    figures: figures.slice(0, OPEN_CHARTS),
    tables: tables.filter(isOpen),
    more: counts.length === 0 ? null : { title: counts.join(" and "), ...more },
  };
}

/** What failed is never hidden, and all figures fold by themselves. */
function isApart({ id }: TableModel): boolean {
  return id.endsWith("-failures") || id.endsWith("-cells");
}
