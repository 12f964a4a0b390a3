import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { codeOf } from "../record/files/regular-files.js";
import { shellWord } from "../study/command-line.js";
import { UserError } from "../user-error.js";

/** What Slurm says of one element of an array. */
export interface ElementState {
  /** `PENDING`, `RUNNING`, `COMPLETED`, `NODE_FAIL` ... as Slurm has it. */
  state: string;
  /** Why it waits, or why it ended. */
  reason: string;
  /** The node that it has; empty while it waits. */
  node: string;
}

/** A job to submit: one element a node, each for itself on its node. */
export interface ArrayJob {
  elements: number;
  /** The words of the command of an element. */
  command: readonly string[];
  /** Where an element writes; `%a` stands for its number, from 1. */
  output: string;
  partition?: string;
  /** Nodes that no element may have. */
  exclude: readonly string[];
  /** Further options of sbatch. */
  more: readonly string[];
}

/** Options that would take the job from us: it would end unseen, wait in the queue for ever, or be no array of single nodes. */
const OURS = ["array", "output", "wrap", "nodes", "clusters", "test-only", "wait"];
const OURS_SHORT = /^-[aoNMW]/;
const EXCLUDE = /^(?:--exclude=|-x=?)(.+)/;

/** Nodes that further options of sbatch exclude. Throws a UserError for an option that is ours to set. */
export function excludedBy(more: readonly string[]): string[] {
  const wrong = more.find(isOurs);
  if (wrong !== undefined) {
    throw new UserError(
      `--sbatch has ${wrong}, which run --slurm sets or cannot go with: leave it out (--nodes of run tells on how many nodes)`,
    );
  }
  return more.flatMap((one, at) => {
    const nodes = one === "--exclude" || one === "-x" ? more[at + 1] : EXCLUDE.exec(one)?.[1];
    return nodes === undefined ? [] : [nodes];
  });
}

/** sbatch takes the beginning of a name for the name: `--arr` for `--array`. */
function isOurs(option: string): boolean {
  const [, name] = /^--([^=]+)/.exec(option) ?? [];
  return name === undefined ? OURS_SHORT.test(option) : OURS.some((ours) => ours.startsWith(name));
}

/** Submits the job and gives its number. Throws a UserError with what sbatch said. */
export async function submit({ elements, command, output, partition, exclude, more }: ArrayJob): Promise<string> {
  // Of an option that is given twice sbatch takes the last.
  const options = [
    ...more,
    "--parsable",
    "--job-name=scalebook",
    `--array=1-${elements}`,
    "--nodes=1",
    "--exclusive",
    "--no-requeue",
    `--output=${output}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(exclude.length === 0 ? [] : [`--exclude=${exclude.join(",")}`]),
  ];
  const said = await slurm("sbatch", [...options, `--wrap=exec ${command.map(shellWord).join(" ")}`]);
  const job = said.trim().split(";")[0] ?? "";
  // Without a number Slurm would be asked about, and told to cancel, all jobs there are.
  if (!/^\d+$/.test(job)) throw new UserError(`sbatch gave no number of a job: ${said.trim() || "it said nothing"}`);
  return job;
}

/** The states of the elements of a job by their numbers. */
export async function statesOf(job: string): Promise<Map<number, ElementState>> {
  const said = await slurm("scontrol", ["--oneliner", "show", "job", job]).catch((error: unknown) => {
    // A job that ended is forgotten after some minutes.
    if (error instanceof UserError && error.message.includes("Invalid job id")) return "";
    throw error;
  });
  const states = new Map<number, ElementState>();
  for (const line of said.split("\n")) {
    const fieldOf = (name: string) => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? "";
    const node = fieldOf("NodeList").replace("(null)", "");
    const element = { state: fieldOf("JobState"), reason: fieldOf("Reason").replace("None", ""), node };
    for (const number of numbersIn(fieldOf("ArrayTaskId"))) states.set(number, element);
  }
  return states;
}

/** "3", "1-4", "2,5-6%2": elements that wait stand in one line. */
function numbersIn(text: string): number[] {
  return text
    .replace(/%\d+$/, "")
    .split(",")
    .flatMap((part) => {
      const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
      if (from === undefined) return [];
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
    });
}

/** Keeps elements that wait away from nodes that others have: each is to be recorded on a node of its own. */
export async function keepApart(job: string, waiting: readonly number[], nodes: readonly string[]): Promise<void> {
  await slurm("scontrol", ["update", `JobId=${job}_[${waiting.join(",")}]`, `ExcNodeList=${nodes.join(",")}`]);
}

/** Ends a job: its elements finish with what is there. */
export async function cancel(job: string): Promise<void> {
  await slurm("scancel", [job]);
}

/** In a group of its own: Ctrl-C in a terminal would end it, and twice leave the job to itself. */
async function slurm(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [said, refusal] = [text(child.stdout), text(child.stderr)];
  const code = await ended.catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw new UserError(`${program} cannot be started: ${(error as Error).message}`);
    throw new UserError(
      `there is no ${program} in the folders of PATH: run --slurm on a machine from which jobs are submitted`,
    );
  });
  if (code === 0) return said;
  const words = (await refusal).trim().replaceAll(/\s*\n\s*/g, "; ");
  throw new UserError(`${program} refused it: ${words || `it ended with exit code ${code}`}`);
}
