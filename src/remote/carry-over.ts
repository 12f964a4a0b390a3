import { nodeMajor } from "../record/schema/interpreter-names.js";
import { UserError } from "../user-error.js";
import type { Carried, FromMachine, ToMachine } from "./messages.js";
import type { Pack } from "./pack.js";

/** Both ends of a conversation with the greeter on another machine, or in a process of this one. */
export interface Machine {
  say(message: ToMachine): void;
  messages(): AsyncGenerator<FromMachine>;
  /** Says that nothing more is said: the other end finishes. */
  close(): void;
  /** Ends our end at once. */
  abandon(): void;
}

/** What is carried over, each once: a machine that has it by its hash is sent nothing. */
export interface Packs {
  program: Pack;
  /** Files of the study; absent where the machines have them. */
  study?: Pack;
}

export type Hello = Extract<FromMachine, { kind: "hello" }>;

/** A machine that says that it will not record, and why. */
export class Refused extends UserError {
  override name = "Refused";
}

/** The next thing that a machine says. Throws a UserError where it is gone, {@link Refused} where it refuses. */
export async function next(heard: AsyncGenerator<FromMachine>): Promise<FromMachine> {
  const { value, done } = await heard.next();
  if (done) throw new UserError("the connection ended before the recording did");
  if (value.kind === "refused") throw new Refused(value.message || "it refuses, and does not say why");
  return value;
}

/** Waits for the greeting. Throws a UserError where the machine's Node is of another major version than this one. */
export async function greeted(heard: AsyncGenerator<FromMachine>): Promise<Hello> {
  const hello = await next(heard);
  if (hello.kind !== "hello") throw new UserError(`it began with "${hello.kind}" and not with a greeting`);
  if (nodeMajor(hello.node) === nodeMajor(process.version)) return hello;
  throw new UserError(
    `it has Node ${hello.node}, and here it is ${process.version}: times of two major versions are not compared; --hosts-node names another Node there`,
  );
}

/** Brings the packs over, as far as they are not there; the folders that they are in. */
export async function carryOver(
  machine: Machine,
  heard: AsyncGenerator<FromMachine>,
  packs: Packs,
  onLine: (line: string) => void,
): Promise<Partial<Record<Carried, string>>> {
  const folders: Partial<Record<Carried, string>> = {};
  for (const [what, { hash, bytes }] of Object.entries(packs) as [Carried, Pack][]) {
    machine.say({ kind: "have", what, hash });
    let answer = await next(heard);
    if (answer.kind === "wanted") {
      onLine(`sending the ${what} (${Math.ceil(bytes.length / 1e5) / 10} MB) ...`);
      machine.say({ kind: "pack", what, hash, content: bytes.toString("base64") });
      answer = await next(heard);
    }
    if (answer.kind === "present") folders[what] = answer.folder;
  }
  return folders;
}
