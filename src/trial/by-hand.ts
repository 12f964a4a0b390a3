import { loadWorkload, type WorkloadId } from "../workloads/index.js";

/**
 * A loop as one would time it by hand: a script that loads the work, does it once and prints how long that took, in ms.
 * What a trial of the same work takes is set against it, to see what measuring adds. Arguments: workload, n, seed.
 */
const [id = "", n = "", seed = ""] = process.argv.slice(2);
const workload = await loadWorkload(id as WorkloadId);
const input = { index: 0, n: Number(n), offset: 0, seed: Number(seed), scratch: "", prepared: "", more: {} };
const startMs = performance.now();
await workload.run(input);
process.stdout.write(String(performance.now() - startMs));
