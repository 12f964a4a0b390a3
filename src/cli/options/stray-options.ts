import { variantFactors } from "../../record/schema/factors.js";
import { UserError } from "../../user-error.js";
import { OWN_SOURCES, type RecordingValues } from "./recording-flags.js";

type Name = keyof RecordingValues;

/** Options that mean something beside some others only. */
interface Rule {
  names: readonly Name[];
  /** They need one of these; absent: none. */
  beside?: readonly Name[];
  /** They mean nothing beside any of these; absent: beside none. */
  not?: readonly Name[];
  /** What is said behind the name. */
  words(other: string): string;
}

const COMMANDS = ["command", "variant"] as const satisfies readonly Name[];
const MODULES = ["module", "python"] as const satisfies readonly Name[];
const MACHINES = ["hosts", "slurm"] as const satisfies readonly Name[];

/** Options that mean one machine, and why they have no place beside several. */
const OF_ONE_MACHINE: readonly [Name, string][] = [
  ["extend", "a run is extended on the machine that recorded it"],
  ["plan", "what a study takes differs from machine to machine"],
  ["machine", "every machine has a name of its own"],
  ["redis", "machines of the queue work for one recording, and dial in themselves"],
  ["git", "commits are checked out on the machine that records"],
];

const RULES: readonly Rule[] = [
  { names: ["build"], beside: ["git"], words: () => "is for --git: it makes work trees ready" },
  {
    names: ["better", "unit"],
    beside: ["figure"],
    words: () => "is for --figure: give --figure 'throughput=([0-9.]+) req/s', or leave it out",
  },
  {
    names: ["bound"],
    beside: [...MODULES, ...COMMANDS],
    words: () => "is for --module, --python, --command or --variant: built-in workloads know what limits them",
  },
  {
    names: ["shell"],
    beside: [...COMMANDS, "setup", "prepare", "cleanup"],
    words: () => "is for --command, --variant, --setup, --prepare and --cleanup: give one of them, or leave it out",
  },
  {
    names: ["runtime"],
    // The work of a module says itself what runs it.
    not: OWN_SOURCES,
    words: (other) => `is for built-in work: leave it out beside --${other}`,
  },
  {
    names: ["strategies", ...variantFactors, "node", "interpreter", "start-method", "heap", "task-time"],
    not: COMMANDS,
    words: () => "means nothing to a command: leave it out",
  },
  {
    names: ["hosts"],
    not: ["slurm"],
    words: () => "and --slurm were both given: machines are reached by ssh, or their jobs submitted",
  },
  ...OF_ONE_MACHINE.map(
    ([name, why]): Rule => ({
      names: [name],
      not: MACHINES,
      words: (other) => `and --${other} were both given: ${why}`,
    }),
  ),
  { names: ["hosts-node"], beside: ["hosts"], words: () => "is for --hosts" },
  { names: ["hosts-folder"], beside: MACHINES, words: () => "is for --hosts and --slurm" },
  { names: ["nodes", "partition", "sbatch"], beside: ["slurm"], words: () => "is for --slurm" },
];

/**
 * Throws a UserError for an option that means nothing beside the others. A level that no combination has is told later, where the
 * combinations are known.
 */
export function refuseStray(options: RecordingValues): void {
  const isGiven = (name: Name) => options[name] !== undefined && options[name] !== false;
  for (const { names, beside, not = [], words } of RULES) {
    const stray = names.find(isGiven);
    const other = not.find(isGiven);
    const isAlone = beside !== undefined && !beside.some(isGiven);
    if (stray !== undefined && (isAlone || other !== undefined)) {
      throw new UserError(`--${stray} ${words(other ?? "")}`);
    }
  }
}
