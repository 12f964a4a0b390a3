import type { Workload } from "./workload.js";

/** Every workload by id, loaded one at a time: a measured process holds nothing that it does not run. */
const loaders = {
  "random-loop": () => import("./random-loop.js"),
  "random-sum": () => import("./random-sum.js"),
  "list-append": () => import("./list-append.js"),
  "file-write": () => import("./file-write.js"),
  sleep: () => import("./sleep.js"),
  matrix: () => import("./matrix.js"),
  sort: () => import("./sort.js"),
  shapefile: () => import("./shapefile.js"),
  hello: () => import("./hello.js"),
  fault: () => import("./fault.js"),
  payload: () => import("./payload.js"),
  globals: () => import("./globals.js"),
  "shared-counter": () => import("./shared-counter.js"),
} satisfies Record<string, () => Promise<{ workload: Workload }>>;

export type BuiltInWorkloadId = keyof typeof loaders;

/** A built-in workload, or the URL of a user's module. */
export type WorkloadId = BuiltInWorkloadId | `file:${string}`;

export const workloadIds = Object.keys(loaders) as BuiltInWorkloadId[];

const loaded = new Map<WorkloadId, Promise<Workload>>();

/** Loads a built-in workload by id, or a user's module by URL; once, as workers ask for it with every task. */
export function loadWorkload(id: WorkloadId): Promise<Workload> {
  const workload = loaded.get(id) ?? load(id);
  loaded.set(id, workload);
  return workload;
}

async function load(id: WorkloadId): Promise<Workload> {
  if (isModule(id)) return (await import("./module.js")).loadModule(id);
  return (await loaders[id]()).workload;
}

function isModule(id: WorkloadId): id is `file:${string}` {
  return id.startsWith("file:");
}
