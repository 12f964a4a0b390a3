/** Of more experiments a reader gets an overview first. */
const FEW = 6;

/** Whether a run has so many experiments that a page or a write-up of all of them shows the foremost of each. */
export function isMany({ experiments }: { experiments: readonly unknown[] }): boolean {
  return experiments.length > FEW;
}
