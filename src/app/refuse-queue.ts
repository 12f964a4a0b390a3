import { fileURLToPath } from "node:url";
import { isElsewhere } from "../record/timing/effective-workers.js";
import type { RecordRequest } from "../runner/request/record-request.js";
import { expandExperiment } from "../study/expand.js";
import type { Catalogue, Overrides, PlannedCell, Study } from "../study/study.js";
import { UserError } from "../user-error.js";
import { moduleHash } from "./module-hash.js";
import { programHash } from "./tool-version.js";

/** Factors that bind or watch processes of this machine. */
const OF_THIS_MACHINE = ["cores", "cpu-quota", "heap", "node", "watch"];

/**
 * Hashes of the user's modules that the queue is asked to run, by their URLs. Throws a UserError where the machines of the queue
 * cannot do what is asked of them: it is told before anything is recorded. Where nothing is asked of it, nothing is loaded.
 */
export async function refuseQueue(
  { experiments }: Study,
  catalogue: Catalogue,
  { overrides, redis: url }: { overrides: Overrides } & Pick<RecordRequest, "redis">,
): Promise<ReadonlyMap<string, string>> {
  const asked = experiments.filter(({ matrix }) =>
    (overrides.strategies ?? matrix.flatMap(({ strategy }) => strategy)).some(isElsewhere),
  );
  const cells = asked
    .flatMap((experiment) => expandExperiment(experiment, catalogue, overrides))
    .filter(({ strategy }) => isElsewhere(strategy));
  if (cells.length === 0) return new Map();
  if (url === undefined) {
    throw new UserError("the strategy queue needs a Redis: give --redis redis://host:6379, or SCALEBOOK_REDIS");
  }
  await refuseCells(cells, catalogue);
  const hashes = await hashesOf(cells, catalogue);
  const slots = cells.reduce((most, { workers }) => Math.max(most, workers), 1);
  await refuseHosts(url, slots, hashes);
  return new Map([...hashes].map(([module, { hash }]) => [module, hash]));
}

/** Throws for what means nothing on other machines, or cannot be done there. */
async function refuseCells(cells: readonly PlannedCell[], catalogue: Catalogue): Promise<void> {
  const bound = OF_THIS_MACHINE.find((factor) => cells.some(({ more }) => more?.[factor] !== undefined));
  if (bound !== undefined) {
    throw new UserError(`queue works on other machines, and ${bound} is a factor of this one: leave one of them out`);
  }
  const { loadWorkload, workloadIds } = await import("../workloads/index.js");
  for (const id of workloadIds.filter((one) => cells.some(({ workload }) => workload === one))) {
    if (catalogue.workloads[id]?.module !== undefined || (await loadWorkload(id)).setup === undefined) continue;
    throw new UserError(
      `${id} reads files that are made here, and the machines of the queue have none of them: leave queue or ${id} out`,
    );
  }
}

/** The modules that the queue is asked to run, by URL, with their hashes and paths. */
async function hashesOf(cells: readonly PlannedCell[], catalogue: Catalogue) {
  const modules = [...new Set(cells.map(({ workload }) => workload))].flatMap((id) => {
    const { module } = catalogue.workloads[id] ?? {};
    return module === undefined ? [] : [module.url, ...Object.values(module.versions ?? {}).map(({ url }) => url)];
  });
  const hashes = new Map<string, { hash: string; path: string }>();
  for (const url of new Set(modules)) {
    const path = fileURLToPath(url);
    hashes.set(url, { hash: await moduleHash(path), path });
  }
  return hashes;
}

async function refuseHosts(
  url: string,
  slots: number,
  modules: ReadonlyMap<string, { hash: string; path: string }>,
): Promise<void> {
  const [{ answered, connected, queueLibraries, shownUrl }, { hostsOf, majorOf, tooFew }] = await Promise.all([
    import("../strategies/queue/redis.js"),
    import("../strategies/queue/hosts.js"),
  ]);
  const redis = await connected(await queueLibraries(), url);
  try {
    const hosts = await answered(url, hostsOf(redis));
    const wanted = { program: programHash(), nodeMajor: majorOf(process.version) };
    const each = modules.size === 0 ? [wanted] : [...modules.values()].map(({ hash }) => ({ ...wanted, module: hash }));
    const why = each.map((one) => tooFew(hosts, one, slots)).find((one) => one !== null);
    if (why === undefined) return;
    const paths = [...modules.values()].map(({ path }) => path).join(", ");
    throw new UserError(`${shownUrl(url)}: ${why}${modules.size === 0 ? "" : ` (the module is ${paths} here)`}`);
  } finally {
    redis.disconnect();
  }
}
