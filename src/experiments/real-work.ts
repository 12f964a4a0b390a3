import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "real-work",
  title: "Shapefiles to GeoJSON",
  question: "Do workers help with real work, converting map files?",
  charts: ["throughput", "total-time"],
  matrix: [
    matrix({
      workload: ["shapefile"],
      strategy: ["sequential", "thread-pool", "process-pool"],
      workers: [2, 4],
      tasks: [5, 10, 20, 40, 80],
      n: [400],
    }),
  ],
};
