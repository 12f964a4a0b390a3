import { packagePaths } from "../../package-paths.js";
import type { RunEntry } from "../archive/run-entry.js";
import { createRenderer } from "../charts/output/render.js";
import { terms } from "../glossary/index.js";
import { linkTerms } from "../glossary/link-terms.js";
import { loadDocuments } from "../html/document-templates.js";
import { anchorOf } from "../page-model/page.js";
import { whereAndWhen } from "../page-model/run-words.js";
import { contentsOf, type Parts, runModel } from "../pages/run/run.js";

export interface SingleFileInput {
  entry: RunEntry;
  /** Sentence on the place of the run among others of its study; "" without one. */
  standing: string;
  toolVersion: string;
}

export interface SingleFile {
  html: string;
  charts: number;
}

/** A whole run as one HTML file with its style, pictures and terms, without scripts and links to other files. */
export async function singleFile({ entry, standing, toolVersion }: SingleFileInput): Promise<SingleFile> {
  const documents = await loadDocuments(packagePaths.templates, toolVersion);
  const render = await createRenderer();
  const { frame, body, experiments } = await runModel({ entry, render, path: "index.html", isWhole: true });
  const alone = {
    ...body,
    kicker: whereAndWhen(entry),
    // The downloads of the site are not beside this file.
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
    const html = documents.render("single-file", documents.sheet("site"), {
      frame: { ...frame, contents: contentsOf(experiments) },
      body: alone,
      standing,
      words,
    });
    return withinOneFile(html);
  };
  const charts = experiments.reduce((sum, { drawn }) => sum + drawn.length, 0);
  return { html: withAllWords(write), charts };
}

/** Writes until every linked term is explained: an explanation uses further terms. */
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

/** A link of the site in a page at its root. */
const SITE_LINK = / href="(?:glossary\/index\.html#([^"]*)|([^"#/]+)\/index\.html)"/g;

/** Anchor of a term, apart from those of the sections. */
function termAnchor(term: string): string {
  return `word-${term}`;
}

/**
 * Makes links to the glossary and to experiments anchors of the file itself. The HTML is finished: every quote in its texts
 * and attributes is escaped.
 *
 * @returns the ids of the linked terms as well, in the order of their first links
 */
function withinOneFile(html: string): { html: string; terms: string[] } {
  const ids = new Set<string>();
  const linked = linkTerms(html, { glossary: "glossary/index.html" });
  const inside = linked.replace(SITE_LINK, (_, term: string | undefined, experiment = "") => {
    if (term === undefined) return ` href="#${anchorOf(experiment)}"`;
    ids.add(term);
    return ` href="#${termAnchor(term)}"`;
  });
  return { html: inside, terms: [...ids] };
}
