import type { Experiment } from "../../record/schema/run-schema.js";

/** Whether times are the question: an experiment that calls for no chart at all asks for something else, as faults. */
export function asksForTimes({ charts }: Pick<Experiment, "charts">): boolean {
  return charts?.length !== 0;
}
