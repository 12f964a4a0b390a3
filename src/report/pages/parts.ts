import { blockRange } from "../../record/folder/run-facts.js";
import { formatDate } from "../../words/date.js";
import { plural } from "../../words/number.js";
import type { RunEntry } from "../archive/run-entry.js";

/** A run that shares its blocks with the page's run, as a line with a link. */
export interface Part {
  /** "" for the page's own run. */
  href: string;
  text: string;
}

export interface Parts {
  /** Runs whose blocks are analysed here, oldest first; none where the run stands alone. */
  pooled: Part[];
  /** Why a parent's blocks are not; "" where there is nothing to say. */
  missing: string;
  /** Runs that go on with this one. */
  children: Part[];
}

/** Whose blocks a page shows, and where they are gone on with. `null`: the run stands alone. */
export function partsOf({ run, line, children }: RunEntry, root: string): Parts | null {
  const pooled =
    line.runs.length < 2
      ? []
      : line.runs.map((part) => partOf({ ...part, blocks: blockRange(part).count }, run.id, root));
  const { broken } = line;
  const missing =
    broken === null
      ? ""
      : `This run goes on with ${broken.id}, whose blocks are not among those shown here: ${broken.why}.`;
  if (pooled.length === 0 && missing === "" && children.length === 0) return null;
  return { pooled, missing, children: children.map((child) => partOf(child, run.id, root)) };
}

function partOf(part: RunEntry["children"][number], shown: string, root: string): Part {
  const own = part.id === shown;
  const blocks = plural(part.blocks, "block");
  return {
    href: own ? "" : `${root}run/${part.id}/index.html`,
    text: `${blocks}, ${formatDate(part.startedAt)}${own ? " (this run)" : ""}`,
  };
}
