import type { Measure } from "../../words/measure.js";
import type { Change } from "../results/run-analysis.js";

/** What all of these changes are of, undefined for the time; `null` where they are not of one. */
export function commonMeasure(changes: readonly Pick<Change, "measure">[]): Measure | undefined | null {
  const [first, ...others] = changes;
  const key = measureKey(first?.measure);
  return others.every(({ measure }) => measureKey(measure) === key) ? first?.measure : null;
}

/** Equal for what may be compared: figures of one name, unit and direction. */
export function measureKey(measure: Measure | undefined): string {
  return measure === undefined ? "" : JSON.stringify([measure.name, measure.unit, measure.better]);
}
