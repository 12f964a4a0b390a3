import type { Documents } from "../../html/document-templates.js";
import { type Illustration, sizeOf } from "../illustration.js";
import type { Numbered, WriteUp } from "../model.js";

/** A section with its blocks, for the template. */
interface Section {
  id: string;
  number: string;
  text: string;
  blocks: (Numbered & { partial: string })[];
}

/** The write-up as one HTML file: no script, style and pictures inside, boxes to write into. */
export function htmlOf({ blocks, ...head }: WriteUp, documents: Documents): string {
  const style = documents.sheet("site") + documents.sheet("write-up");
  return documents.render("write-up", style, { ...head, sections: sectionsOf(blocks) });
}

function sectionsOf(blocks: readonly Numbered[]): Section[] {
  const sections: Section[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) {
      sections.push({ id: block.id, number: block.number, text: block.text, blocks: [] });
    } else sections.at(-1)?.blocks.push({ ...block, partial: `block-${block.kind}` });
  }
  return sections;
}

/** Pictures alone, each on a page of its own size, for a browser to print: LaTeX takes PDF, and no SVG. */
export function picturesHtml(figures: readonly Illustration[], documents: Documents): string {
  const sizes = figures.map(({ svg }, index) => {
    const { width, height } = sizeOf(svg);
    return `@page p${index} { size: ${width}px ${height}px; margin: 0 } .p${index} { page: p${index} }`;
  });
  const style = `${sizes.join("\n")}\n${documents.sheet("pictures")}`;
  return documents.render("pictures", style, {
    figures: figures.map(({ svg }, index) => ({ svg, page: `p${index}` })),
  });
}
