import type { CommandOption } from "./command.js";

/** The options of the commands that record. */
export const recordingFlags: readonly CommandOption[] = [
  { flag: "--workers <list>", description: "Worker counts, such as 1,2,4 or 1..8" },
  { flag: "--strategies <list>", description: "Strategies, such as sequential,thread-pool" },
  { flag: "--sizes <list>", description: "Sizes n of a task, such as 1e4,1e6 or 1e3..1e7" },
  { flag: "--tasks <list>", description: "Numbers of tasks, such as 8 or 1..8" },
  { flag: "--blocks <n>", description: "Repeat every cell n times (instead of a budget)" },
  {
    flag: "--budget <time>",
    description: "Repeat until this time is used up, such as 90s or 5m (default: 90s; 10m with --all)",
  },
  { flag: "--seed <n>", description: "Seed of orders and random numbers (default: a new one, recorded)" },
  { flag: "--timeout <time>", description: "End a trial that takes longer (default: 60s)" },
  { flag: "--all", description: "Every built-in experiment instead of the default study" },
  { flag: "--study <file>", description: "Study file in YAML or JSON instead of the built-in experiments" },
  { flag: "--label <text>", description: "A label for this run" },
  { flag: "--machine <name>", description: "A name for this machine, kept for later runs" },
  { flag: "--plan", description: "Print cells, blocks and expected time; run nothing" },
];
