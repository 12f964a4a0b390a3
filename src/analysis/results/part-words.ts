import type { ShownPart } from "../../record/limits/shown-part.js";
import { plural, whole } from "../../words/number.js";

/** What of a large run is shown and what is not, a sentence; `null` where all is. */
export function partWords({ part }: { part?: ShownPart }): string | null {
  if (part === undefined) return null;
  const words = ([name, { shown, all }]: [string, ShownPart["cells"]]) =>
    shown < all ? [`the first ${whole(shown)} of ${plural(all, name)}`] : [];
  const parts = [...words(["experiment", part.experiments]), ...words(["combination", part.cells])];
  return `Only ${parts.join(" and ")} are shown and compared here: the run file has all.`;
}
