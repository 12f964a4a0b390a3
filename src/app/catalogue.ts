import { loadStrategy, strategyIds } from "../strategies/index.js";
import type { Catalogue } from "../study/study.js";
import { loadWorkload, workloadIds } from "../workloads/index.js";

/** All strategies and workloads, as studies need to know them. */
export async function loadCatalogue(): Promise<Catalogue> {
  const strategies = await Promise.all(strategyIds.map(async (id) => [id, await loadStrategy(id)] as const));
  const workloads = await Promise.all(workloadIds.map(async (id) => [id, await loadWorkload(id)] as const));
  return { strategies: Object.fromEntries(strategies), workloads: Object.fromEntries(workloads) };
}
