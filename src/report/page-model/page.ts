/** Path, title and navigation of a page; the rest of a page model belongs to its template. */
export interface Frame {
  /** Path inside the site: "run/<id>/index.html". */
  path: string;
  /** Name of the template in `templates/pages`. */
  template: string;
  title: string;
  description: string;
  /** Entry of the navigation that the page belongs to. */
  section: "runs" | "history" | "method" | "glossary" | "data" | "";
  /** Headings of a long page, for its table of contents; none: no contents. */
  contents: { href: string; text: string }[];
  /** Served in place of pages that do not exist: at any address, and not one to be found by. */
  isAnywhere?: boolean;
}

export interface Page {
  frame: Frame;
  /** Plain object of ready strings; see the template. */
  body: Record<string, unknown>;
  charts: number;
  /** Files that go into the site with the page. */
  files?: readonly SiteFile[];
}

export interface SiteFile {
  /** Path inside the site. */
  path: string;
  content: string;
  /** Other pages have the same file: its name follows from its content. */
  isShared?: boolean;
}

/** Way from a page back to where the site starts: "../../" for "run/<id>/index.html". */
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

/** Whether a run has so many experiments that a page or a write-up of all of them shows the foremost of each. */
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
