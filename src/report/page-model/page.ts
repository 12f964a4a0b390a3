/** Path of a page and the words of its frame. */
export interface Frame {
  /** Path inside the site: "run/<id>/index.html". */
  path: string;
  /** Name of the template in `templates/pages`. */
  template: string;
  title: string;
  description: string;
  /** Entry of the navigation. */
  section: "runs" | "history" | "method" | "glossary" | "data" | "";
  /** Headings for the table of contents of a long page. */
  contents?: { href: string; text: string }[];
  /** Whether servers answer with the page at any address where there is none. */
  isAnywhere?: boolean;
}

export interface Page extends Frame {
  /** Ready strings for the template. */
  body: Record<string, unknown>;
  /** Number of charts; default: none. */
  charts?: number;
  /** Files that go into the site with the page. */
  files?: readonly SiteFile[];
}

export interface SiteFile {
  /** Path inside the site. */
  path: string;
  content: string;
}

/** Way from a page to the root of the site: "../../" for "run/<id>/index.html". */
export function rootOf(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

export interface Chip {
  text: string;
  tone: "good" | "bad" | "plain" | "warn";
}

/** Anchor of an experiment: its id is a slug from a run file and must not meet the anchors of the page itself. */
export function anchorOf(experiment: string): string {
  return `x-${experiment}`;
}

/** Of more experiments a reader gets an overview first. */
const FEW = 6;

/** Whether a page or a write-up of all experiments of a run shows only the foremost finding of each. */
export function isMany({ experiments }: { experiments: readonly unknown[] }): boolean {
  return experiments.length > FEW;
}

/** Whether every experiment of a run has a page of its own, and the run's page leads to them. */
export function isSplit({ experiments }: { experiments: readonly unknown[] }): boolean {
  return experiments.length > 1;
}

/** Path of the page of an experiment, in a run that is split. */
export function experimentPath(runId: string, experiment: string): string {
  return `run/${runId}/${experiment}/index.html`;
}

/** Way from a run's page to one of its experiments: to a page, or down its own. */
export function experimentHref(run: { experiments: readonly unknown[] }, experiment: string): string {
  return isSplit(run) ? `${experiment}/index.html` : `#${anchorOf(experiment)}`;
}
