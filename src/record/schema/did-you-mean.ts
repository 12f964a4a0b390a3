import { distance } from "fastest-levenshtein";

/** "did you mean a or b?": the names near to the given one, or all names where none is near. */
export function nearest(given: string, names: readonly string[]): string {
  // "threads" stands for all that begin with "thread".
  const stem = given.length > 3 ? given.replace(/s$/, "") : given;
  const near = names
    .map((name) => ({ name, steps: distance(given, name) }))
    .filter(({ name, steps }) => steps <= Math.max(2, name.length / 3) || name.startsWith(stem))
    .sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))
    .filter(({ name, steps }, _, [first]) => steps === first?.steps || name.startsWith(stem))
    .slice(0, 3)
    .map(({ name }) => name);
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${names.join(", ")}`;
}
