import type { Experiment } from "./run-schema.js";

/** The user's own work in an experiment. */
export type Program = NonNullable<Experiment["program"]>;

/** The programs of an experiment; each has a name where several are compared, else "". */
export function programsOf({ program, programs = {} }: Experiment): { name: string; program: Program }[] {
  const named = Object.entries(programs).map(([name, one]) => ({ name, program: one }));
  return program === undefined ? named : [{ name: "", program }, ...named];
}

/** Whether each trial of the experiment's cells of that strategy is a start of a user's program, with no host around it. */
export function isStartedAnew(experiment: Experiment, strategy: string): boolean {
  return strategy === "command" || areVariants(experiment);
}

/** Whether programs are compared as variants, each a strategy of its own: two versions of one program are not. */
export function areVariants({ programs, versions }: Experiment): boolean {
  return programs !== undefined && versions === undefined;
}

/** A commit by what was asked for: "main"; of `main...HEAD` "the merge base of main and HEAD". */
export function refWords(ref: string): string {
  const [one, other] = ref.split("...");
  return other === undefined ? ref : `the merge base of ${one} and ${other}`;
}
