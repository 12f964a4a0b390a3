import { type ExperimentDefinition, matrix, type Study } from "../study/study.js";

/** Time of a task; cells take about as long as those of usual studies. */
const TASK_MS = 100;

/**
 * The study of a machine's self-test. Each experiment has one cell under two names, so that their difference is noise: a
 * pair on one core and a pair on all.
 *
 * @param cores usable cores
 */
export function selfTestStudy(cores: number, taskMs = TASK_MS): Study {
  const one = equalPair({ id: "one-core", title: "One core", strategy: "thread-pool", workers: 1, taskMs });
  const every = { id: "every-core", title: "Every core", strategy: "process-pool", workers: Math.floor(cores), taskMs };
  return { id: "self-test", experiments: cores < 2 ? [one] : [one, equalPair(every)] };
}

interface Pair {
  id: string;
  title: string;
  strategy: string;
  workers: number;
  taskMs: number;
}

function equalPair({ id, title, strategy, workers, taskMs }: Pair): ExperimentDefinition {
  return {
    id,
    title: `${title}: the same cell under two names`,
    question: "How much do two recordings of one and the same program differ?",
    matrix: [
      matrix({
        workload: ["random-loop"],
        strategy: [strategy],
        workers: [workers],
        tasks: [workers],
        n: [{ taskMs }],
        more: { name: ["a", "b"] },
      }),
    ],
  };
}
