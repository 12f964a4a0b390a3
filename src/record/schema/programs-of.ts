import type { Experiment, Trial } from "./run-schema.js";

/** The note of a trial whose command had its work started elsewhere: by which program. */
export const LAUNCHED_BY = "launched-by";

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

/** A program of the user's whose every trial failed, planned faults aside. */
export interface FailedProgram {
  /** Name of the variant or version, else the title of its experiment. */
  name: string;
  trials: number;
  first: Trial;
}

/** The programs of a run that have no result at all; where a hook cannot prepare any trial of an experiment, that counts as one. */
export function failedPrograms({ experiments }: { experiments: readonly Experiment[] }): FailedProgram[] {
  return experiments.flatMap((experiment) => {
    const programs = programsOf(experiment).map(({ name }) => name);
    const isOwn = programs.length > 0;
    return (isOwn ? programs : [""]).flatMap((name) => {
      const trials = experiment.cells.flatMap((cell) => (isOfProgram(cell.factors, name) ? cell.trials : []));
      const [first] = trials;
      const fails = ({ status, reason }: Trial) => status !== "ok" && (isOwn || reason === "prepare-failed");
      if (first === undefined || !trials.every(fails)) return [];
      return [{ name: name || experiment.title, trials: trials.length, first }];
    });
  });
}

function isOfProgram({ strategy, more = {} }: Experiment["cells"][number]["factors"], name: string): boolean {
  return more.fault === undefined && ["", strategy, more.version].includes(name);
}
