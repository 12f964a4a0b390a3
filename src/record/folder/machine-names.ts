import type { Run } from "../schema/run-schema.js";

interface OfMachine {
  run: { machine: Pick<Run["machine"], "id" | "name"> };
}

const MARK = 6;
const LONGEST_MARK = 64;

/** By which machines of one name are told apart: "m-3f9a2c1d..." -> "3f9a2c". */
export function machineMark(id: string, length = MARK): string {
  return id.replace(/^m-/, "").slice(0, length);
}

/** So many characters of an id, and more where machines of one name have those in common, as ids from elsewhere may. */
function markLength(ids: ReadonlySet<string>): number {
  const marks = (length: number) => new Set([...ids].map((id) => machineMark(id, length)));
  let length = MARK;
  while (length < LONGEST_MARK && marks(length).size < ids.size) length++;
  return length;
}

/** Machines of one name, such as those of a class that nobody named, are told apart by their ids: "3f9a2c", else "". */
export function ownMarks<L extends OfMachine>(runs: readonly L[]): (run: L) => string {
  const ids = new Map<string, Set<string>>();
  for (const { run } of runs) {
    const { name, id } = run.machine;
    ids.set(name, (ids.get(name) ?? new Set()).add(id));
  }
  const lengths = new Map([...ids].map(([name, of]) => [name, of.size > 1 ? markLength(of) : 0]));
  return ({ run: { machine } }) => machineMark(machine.id, lengths.get(machine.name) ?? 0);
}

/** The name of a run's machine, with its mark where another machine among these runs has it too. */
export function ownNames<L extends OfMachine>(runs: readonly L[]): (run: L) => string {
  const markOf = ownMarks(runs);
  return (one) => {
    const mark = markOf(one);
    return mark === "" ? one.run.machine.name : `${one.run.machine.name} (${mark})`;
  };
}
