/** A picture of more marks is neither readable nor quick to load. */
export const MAX_MARKS = 2_000;

/** Number of rows of data: no picture has more marks. */
export function countRows(spec: unknown): number {
  if (Array.isArray(spec)) return spec.reduce((sum: number, inner) => sum + countRows(inner), 0);
  if (spec === null || typeof spec !== "object") return 0;
  if ("values" in spec && Array.isArray(spec.values) && typeof spec.values[0] === "object") return spec.values.length;
  return Object.values(spec).reduce((sum: number, inner) => sum + countRows(inner), 0);
}
