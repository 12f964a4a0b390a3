import { declaredFactors, variantFactors } from "../../record/schema/factors.js";
import type { CommandOption } from "../command.js";

/** The options of the commands that record. */
export const recordingFlags: readonly CommandOption[] = [
  { flag: "--workers <list>", description: "Worker counts, such as 1,2,4 or 1..8" },
  { flag: "--strategies <list>", description: "Strategies, such as sequential,thread-pool" },
  { flag: "--sizes <list>", description: "Sizes n of a task, such as 1e4,1e6 or 1e3..1e7" },
  { flag: "--task-time <time>", description: "Find sizes at which a task takes this time alone, such as 100ms or 1s" },
  { flag: "--tasks <list>", description: "Numbers of tasks, such as 8 or 1..8" },
  ...variantFactors.map((name) => ({ flag: `--${name} <list>`, description: declaredFactors[name].option })),
  { flag: "--blocks <n>", description: "Repeat every cell n times (instead of a budget)" },
  {
    flag: "--budget <time>",
    description: "Repeat until this time is used up, such as 90s or 5m (default: 90s; 10m with --all)",
  },
  {
    flag: "--precision <percent>",
    description: "End once every interval against a baseline is within this either way, such as 2% (budget then: 10m)",
  },
  { flag: "--seed <n>", description: "Seed of orders and random numbers (default: a new one, recorded)" },
  { flag: "--timeout <time>", description: "End a trial that takes longer (default: 60s; of a command 10m)" },
  {
    flag: "--control <percent>",
    description: "Share of the run for the control cell: 0% for none, 100% for one before every trial (default: 5%)",
  },
  { flag: "--all", description: "Every built-in experiment instead of the default study" },
  { flag: "--study <file>", description: "Study file (.yaml, .json, .mjs, .ts) instead of the built-in experiments" },
  { flag: "--module <file>", description: "Your own work: a module that exports task(input)" },
  { flag: "--command <line>", description: "Your own program, timed as it is; {workers}, {n}, {tasks} are filled in" },
  { flag: "--shell", description: "Hand --command and the hooks to a shell; its start is timed as well" },
  { flag: "--bound <what>", description: "What limits your module or command: cpu, io or wait" },
  { flag: "--setup <line>", description: "Command to run before the first trial, untimed" },
  { flag: "--prepare <line>", description: "Command to run before every trial, untimed" },
  { flag: "--cleanup <line>", description: "Command to run after the last trial, untimed" },
  { flag: "--node <paths>", description: "Run the trials on these Node binaries, such as ./node22,./node24" },
  {
    flag: "--heap <list>",
    description: "Cap the heap of every measured process and thread, such as 256MB or 128MB,1GB",
  },
  {
    flag: "--extend <run>",
    description: "Record more blocks of that run, on the same machine, Node and study; the analysis pools them",
  },
  { flag: "--label <text>", description: "A label for this run" },
  { flag: "--machine <name>", description: "A name for this machine, kept for later runs" },
  { flag: "--compress", description: "Write the run file compressed, as .json.gz" },
  { flag: "--plan", description: "Print cells, blocks and expected time; measure nothing" },
];
