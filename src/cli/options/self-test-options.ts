import { type Given, type jsonOption, option, runsDirOption } from "../command.js";

/** Options that only `doctor --self-test` has a use for. */
export const selfTestOptions = [
  option("--budget <time>", "How long the self-test may take (default: 2m)"),
  option("--blocks <n>", "Record exactly so many blocks for it, 40 or more (instead of a budget)"),
  option("--task-time <time>", "How long its tasks take (default: 100ms)"),
  option("--seed <n>", "Seed of its orders and draws (default: a new one)"),
  option("--keep", "Keep its recording as a run file"),
  runsDirOption,
];

export type SelfTestGiven = Given<[...typeof selfTestOptions, typeof jsonOption]>;
