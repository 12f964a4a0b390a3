import { workload } from "../../.build/workloads/random-loop.js";

process.on("message", (message) => {
  const { index, n } = message as { index: number; n: number };
  process.send?.(workload.run({ index, n, offset: 0, seed: 1, scratch: "", prepared: "", more: {} }));
});
