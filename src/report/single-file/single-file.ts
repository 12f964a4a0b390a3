import { packagePaths } from "../../package-paths.js";
import type { RunEntry } from "../archive/run-entry.js";
import { createRenderer } from "../charts/output/render.js";
import { terms } from "../glossary/index.js";
import { linkTerms } from "../glossary/link-terms.js";
import { loadDocuments } from "../html/document-templates.js";
import { anchorOf } from "../page-model/page.js";
import { whereAndWhen } from "../page-model/run-words.js";
import type { Parts } from "../pages/parts.js";
import { runModel } from "../pages/run.js";

export interface SingleFileInput {
  entry: RunEntry;
  /** Where the run stands among others of its study; "" where nothing is to be said. */
  standing: string;
  toolVersion: string;
}

export interface SingleFile {
  html: string;
  charts: number;
}

/** A whole run as one HTML file: style, pictures and the words that it uses inside, no script, no link that leads out. */
export async function singleFile({ entry, standing, toolVersion }: SingleFileInput): Promise<SingleFile> {
  const documents = await loadDocuments(packagePaths.templates, toolVersion);
  const render = await createRenderer();
  const { frame, body, experiments } = await runModel({ entry, render, path: "index.html", isWhole: true });
  const alone = {
    ...body,
    kicker: whereAndWhen(entry),
    // What the site offers beside its pages for download does not stand beside this file.
    experiments: experiments.map((experiment) => ({
      ...experiment,
      // One picture each: on narrow screens it scrolls in its box, and the file is a third smaller.
      tables: experiment.tables.map((table) => ({ ...table, elsewhere: null })),
      figures: experiment.figures.map((figure) => ({ ...figure, narrow: "", files: null })),
    })),
    parts: body.parts === null ? null : withoutLinks(body.parts),
    runFile: { ...body.runFile, href: "" },
    comparisons: [],
  };
  const write = (ids: ReadonlySet<string>) => {
    const words = terms.filter(({ id }) => ids.has(id)).map(({ id, ...term }) => ({ ...term, id: termAnchor(id) }));
    const html = documents.render("single-file", documents.sheet("site"), { frame, body: alone, standing, words });
    return withinOneFile(html, anchorOf);
  };
  const charts = experiments.reduce((sum, { figures }) => sum + figures.length, 0);
  return { html: withAllWords(write), charts };
}

/** Writes until every word that is led to is there: what explains one uses others. */
function withAllWords(write: (ids: ReadonlySet<string>) => { html: string; terms: string[] }): string {
  let ids: ReadonlySet<string> = new Set();
  for (;;) {
    const written = write(ids);
    if (written.terms.every((id) => ids.has(id))) return written.html;
    ids = new Set([...ids, ...written.terms]);
  }
}

function withoutLinks({ pooled, missing, children }: Parts): Parts {
  const text = (part: Parts["pooled"][number]) => ({ ...part, href: "" });
  return { pooled: pooled.map(text), missing, children: children.map(text) };
}

/** A link of the site's, as a page at its root writes it. */
const SITE_LINK = / href="(?:glossary\/index\.html#([^"]*)|([^"#/]+)\/index\.html)"/g;

/** Anchor of a term: terms and sections have names of their own. */
function termAnchor(term: string): string {
  return `word-${term}`;
}

/**
 * Turns the links of a page into links within it: to a term of its own glossary, which the first use of the term becomes,
 * or to the part on an experiment. Works on finished HTML, in whose texts and attributes every quote is escaped.
 *
 * @param anchorOf anchor of an experiment
 * @returns the ids of the terms as well, in the order in which they are first led to
 */
function withinOneFile(html: string, anchorOf: (experiment: string) => string): { html: string; terms: string[] } {
  const terms = new Set<string>();
  const linked = linkTerms(html, { glossary: "glossary/index.html" });
  const inside = linked.replace(SITE_LINK, (_, term: string | undefined, experiment = "") => {
    if (term === undefined) return ` href="#${anchorOf(experiment)}"`;
    terms.add(term);
    return ` href="#${termAnchor(term)}"`;
  });
  return { html: inside, terms: [...terms] };
}
