import { type Page, rootOf } from "../page-model/page.js";
import type { DrawnFigure } from "./figures.js";
import { seenFrom } from "./figures.js";

/** Where a chart was published: the page that a chart by itself names as its source. */
export interface ChartSource {
  /** Path of that page. */
  path: string;
  text: string;
}

/** The pages of charts by themselves, which other pages can show, each with its files beside it. */
export function* chartPages(figures: readonly DrawnFigure[], source: ChartSource): Generator<Page> {
  for (const drawn of figures) {
    const { place, figure, files } = drawn;
    const path = `${place.folder}index.html`;
    yield {
      frame: {
        path,
        template: "chart",
        title: figure.title,
        description: figure.subtitle,
        section: "",
        contents: [],
      },
      body: {
        figure: seenFrom(drawn, path),
        source: { href: `${rootOf(path)}${source.path}#${place.id}`, text: source.text },
      },
      charts: 0,
      files,
    };
  }
}
