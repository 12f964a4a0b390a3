import { type ExperimentDefinition, matrix } from "../study/study.js";
import { everyStrategy } from "./every-strategy.js";

export const experiment: ExperimentDefinition = {
  id: "responsiveness",
  title: "How long the caller is held up",
  question: "How long must the rest of the program wait for its event loop while the tasks run?",
  charts: ["loop-delay", "total-time"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: everyStrategy,
      workers: [2],
      tasks: [8],
      n: [{ taskMs: 40 }],
      more: { watch: ["loop"] },
    }),
  ],
};
