import { type ExperimentDefinition, matrix, type Study } from "../study/study.js";

/** Time of a task: the cells then take about as long as those that verdicts are for. */
const TASK_MS = 100;

/**
 * The study of a machine's self-test: each experiment is one cell under two names, interleaved like any two cells. What
 * differs between them is noise. One pair leaves the other cores alone, one uses them all.
 *
 * @param cores that computing can use
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
