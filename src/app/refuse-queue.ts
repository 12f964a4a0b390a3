import type { RecordRequest } from "../runner/request/record-request.js";
import { expandExperiment } from "../study/expand.js";
import type { Catalogue, Overrides, Study } from "../study/study.js";
import { UserError } from "../user-error.js";
import { programHash } from "./tool-version.js";

/**
 * Throws a UserError where the machines of the queue cannot do what is asked of it: it is told before anything is recorded. Where
 * nothing is asked of it, nothing is loaded.
 */
export async function refuseQueue(
  { experiments }: Study,
  catalogue: Catalogue,
  { overrides, redis: url }: { overrides: Overrides } & Pick<RecordRequest, "redis">,
): Promise<void> {
  const asked = experiments.filter(({ matrix }) =>
    (overrides.strategies ?? matrix.flatMap(({ strategy }) => strategy)).some(
      (id) => catalogue.strategies[id]?.isRemote,
    ),
  );
  const cells = asked
    .flatMap((experiment) => expandExperiment(experiment, catalogue, overrides))
    .filter(({ strategy }) => catalogue.strategies[strategy]?.isRemote);
  if (cells.length === 0) return;
  if (url === undefined) {
    throw new UserError("the strategy queue needs a Redis: give --redis redis://host:6379, or SCALEBOOK_REDIS");
  }
  const slots = cells.reduce((most, { workers }) => Math.max(most, workers), 1);
  const [{ connected, queueLibraries, shownUrl }, { hostsOf, majorOf, tooFew }] = await Promise.all([
    import("../strategies/queue/redis.js"),
    import("../strategies/queue/hosts.js"),
  ]);
  const redis = await connected(await queueLibraries(), url);
  try {
    const wanted = { program: programHash(), nodeMajor: majorOf(process.version) };
    const why = tooFew(await hostsOf(redis), wanted, slots);
    if (why !== null) throw new UserError(`${shownUrl(url)}: ${why}`);
  } finally {
    redis.disconnect();
  }
}
