import type { LossPart, StackPart } from "../../results/stack.js";

/** Names of the parts, for legends and heads of tables. */
export const PART_NAMES: Readonly<Record<StackPart, string>> = {
  useful: "useful work",
  extra: "extra work",
  waiting: "waiting for a core",
  blocked: "blocked",
  startUp: "start-up",
  dispatch: "dispatch",
  idleByRounds: "idle by rounds",
  idleByImbalance: "idle by imbalance",
  unexplained: "unexplained",
};

/** Verb phrases for the share of a loss, after "48.0 % of worker time". */
export const LOSS_VERBS: Readonly<Record<LossPart, string>> = {
  extra: "goes into extra work, CPU time that the same tasks do not take alone",
  waiting: "waits for a core",
  blocked: "is blocked, more than the tasks are alone",
  startUp: "goes into starting workers",
  dispatch: "goes into dispatch and transfer",
  idleByRounds: "is idle by rounds",
  idleByImbalance: "is idle by imbalance",
  unexplained: "is unexplained",
};

/** The loss as a noun. */
export const LOSS_NOUNS: Readonly<Record<LossPart, string>> = {
  extra: "extra work",
  waiting: "waiting for a core",
  blocked: "being blocked",
  startUp: "start-up",
  dispatch: "dispatch and transfer",
  idleByRounds: "idle time by rounds",
  idleByImbalance: "idle time by imbalance",
  unexplained: "what is unexplained",
};

/** Words for a run without the loss; none for the unexplained part. */
export const WITHOUT_LOSS: Readonly<Record<Exclude<LossPart, "unexplained">, string>> = {
  extra: "tasks that take no more CPU time than alone",
  waiting: "a core for every worker",
  blocked: "tasks that block no longer than alone",
  startUp: "workers that are there already",
  dispatch: "tasks handed out and handed back at no cost",
  idleByRounds: "work that divides evenly among the workers",
  idleByImbalance: "workers that all end together",
};
