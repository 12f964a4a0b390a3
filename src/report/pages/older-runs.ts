import type { ListedRun } from "../archive/run-entry.js";
import type { Page } from "../page-model/page.js";
import { olderRunsTable, type RunsInput } from "../tables/runs.js";
import { olderPage, type Portion, portionsOf } from "./older.js";

/** A page of older runs, and the runs on it. */
export interface OlderRuns {
  portion: Portion<ListedRun>;
  page: () => Page;
}

interface OlderRunsInput {
  /** All runs of the list, newest first. */
  entries: readonly ListedRun[];
  /** The page that the list belongs to. */
  path: string;
  title: string;
  by: RunsInput["by"];
}

/** The older runs of a study or of a machine, a page a portion. */
export function olderRunPages({ entries, path, title, by }: OlderRunsInput): OlderRuns[] {
  return portionsOf(entries).older.map((portion) => ({
    portion,
    page: () =>
      olderPage({
        path,
        title,
        section: "runs",
        portion,
        dateOf: ({ run }) => run.startedAt,
        tableOf: (items, root) => olderRunsTable(items, root, by),
      }),
  }));
}
