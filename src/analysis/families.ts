/** Runs of more experiments get a page for each, and a page that leads to them. */
const MOST_ON_ONE_PAGE = 6;

/**
 * Whether each experiment of a run stands on a page of its own, and so is a family of p values of its own
 * (statistics.md: the correction is over the page's family). Experiments on one page are one family.
 */
export function isSplit({ experiments }: { experiments: readonly unknown[] }): boolean {
  return experiments.length > MOST_ON_ONE_PAGE;
}
