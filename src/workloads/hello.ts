import { threadId } from "node:worker_threads";
import type { Workload } from "./workload.js";

/** Number of a task, from 1, and its process and thread (0: a process's main thread). */
interface Greeting {
  number: number;
  process: number;
  thread: number;
}

/** Tells its number, process and thread: the smallest task there is. */
export const workload: Workload = {
  title: "say the task's number and the process and thread that it runs in",
  bound: "cpu",
  division: "tasks",
  unit: "greetings",
  defaultN: 1,
  msPerUnit: 0.01,
  run({ index }) {
    const greeting: Greeting = { number: index + 1, process: process.pid, thread: threadId };
    return { checksum: greeting.number, value: greeting };
  },
  observe(answers) {
    const greetings = answers.map(({ value }) => value as Greeting);
    const places = greetings.map(({ process, thread }) => `${process}/${thread}`);
    return {
      figures: {
        processes: new Set(greetings.map(({ process }) => process)).size,
        threads: new Set(places).size,
      },
      notes: Object.fromEntries(
        greetings.map(({ number, process, thread }) => [
          `task-${number}`,
          `I am number ${number}, in process ${process}, thread ${thread}`,
        ]),
      ),
    };
  },
};
