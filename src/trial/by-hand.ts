import { loadWorkload, type WorkloadId } from "../workloads/index.js";

/**
 * A loop timed by hand: a script that loads the work, does it once and prints the time, in ms. A trial of the same work is
 * compared with it, which shows the overhead of measuring. Arguments: workload, n, seed.
 */
const [id = "", n = "", seed = ""] = process.argv.slice(2);
const workload = await loadWorkload(id as WorkloadId);
const input = { index: 0, n: Number(n), offset: 0, seed: Number(seed), scratch: "", prepared: "", more: {} };
const startMs = performance.now();
await workload.run(input);
process.stdout.write(String(performance.now() - startMs));
