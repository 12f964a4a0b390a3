import type { LossPart, StackPart } from "../../results/stack.js";

/** Names of the parts, for legends and heads of tables. */
export const PART_NAMES: Readonly<Record<StackPart, string>> = {
  useful: "useful work",
  extra: "extra work",
  waiting: "waiting for a core",
  blocked: "blocked",
  startUp: "start-up",
  queued: "waiting in the queue",
  transfer: "transfer of results",
  dispatch: "dispatch",
  idleByRounds: "idle by rounds",
  idleByImbalance: "idle by imbalance",
  unexplained: "unexplained",
};

/** Losses as what workers do instead of work, after "lose most to". */
export const LOSS_NOUNS: Readonly<Record<LossPart, string>> = {
  extra: "extra work",
  waiting: "waiting for a core",
  blocked: "being blocked",
  startUp: "starting workers",
  queued: "waiting in the queue",
  transfer: "bringing results back",
  dispatch: "handing tasks over",
  idleByRounds: "an uneven last round",
  idleByImbalance: "ending at different times",
  unexplained: "something unexplained",
};

/** What the losses are, as whole sentences. */
export const LOSS_MEANING: Readonly<Record<LossPart, string>> = {
  extra: "Extra work is CPU time that the same tasks do not take alone.",
  waiting: "A worker waits for a core while it is ready to run and others have the cores.",
  blocked: "Tasks are blocked for longer than they are alone.",
  startUp: "Starting is the time before a worker's first task.",
  queued: "A task waits in the queue while a worker is free and has not taken it yet.",
  transfer: "Transfer is the time from a task's end until the queue has its result, and the way back of the last one.",
  dispatch: "Handing over is the time between a worker's tasks, and the way back of the last result.",
  idleByRounds: "Tasks that do not divide evenly among the workers leave some without one in the last round.",
  idleByImbalance: "Workers that are done early are idle until the last one ends.",
  unexplained: "It is what no other part accounts for.",
};

/** A run without the loss, to open a sentence; none for the unexplained part. */
export const WITHOUT_LOSS: Readonly<Record<Exclude<LossPart, "unexplained">, string>> = {
  extra: "Without extra work",
  waiting: "Without waiting for a core",
  blocked: "Without being blocked",
  startUp: "Without the start of workers",
  queued: "Without waiting in the queue",
  transfer: "Without bringing results back",
  dispatch: "Without handing tasks over",
  idleByRounds: "With tasks that divide evenly",
  idleByImbalance: "With workers that end together",
};
