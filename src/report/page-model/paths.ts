import type { Series } from "../../analysis/history/series.js";
import { type Pair, pairSlug } from "../archive/comparison-pairs.js";
import type { ListedRun } from "../archive/run-entry.js";
import { experimentHref } from "./page.js";
import { runTitle, whereAndWhen } from "./run-words.js";

/** Paths of pages inside the site. They stay as they are: links once published go on working. */
export const paths = {
  home: "index.html",
  run: ({ run }: { run: { id: string } }) => `run/${run.id}/index.html`,
  study: (slug: string) => `study/${slug}/index.html`,
  /** One study on several machines. */
  machines: (study: string) => `study/${study}/machines/index.html`,
  machine: (id: string) => `machine/${id}/index.html`,
  pair: (pair: Pair) => `compare/${pairSlug(pair)}/index.html`,
  /** One run against several. */
  several: ({ run }: { run: { id: string } }) => `compare/${run.id}/index.html`,
  histories: "history/index.html",
  history: ({ slug }: Pick<Series, "slug">) => `history/${slug}/index.html`,
};

/** Way from anywhere to an experiment of a run. */
export function experimentLink(entry: ListedRun, experiment: string, root: string): string {
  const href = experimentHref(entry.run, experiment);
  return root + (href.startsWith("#") ? paths.run(entry) : paths.run(entry).replace("index.html", "")) + href;
}

/** A link with its words. */
export interface Link {
  href: string;
  text: string;
}

/** "lab: before on host, 21 Nov 2026, 06:15 UTC", leading to the run. */
export function runLink(entry: ListedRun, root: string): Link {
  return { href: root + paths.run(entry), text: `${runTitle(entry)} on ${whereAndWhen(entry)}` };
}
