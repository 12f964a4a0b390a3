import type { Run } from "../schema/run-schema.js";

interface OfMachine {
  run: { machine: Pick<Run["machine"], "id" | "name"> };
}

/** By which machines of one name are told apart: "m-3f9a2c1d..." -> "3f9a2c". */
export function machineMark(id: string): string {
  return id.replace(/^m-/, "").slice(0, 6);
}

/** Machines of one name, such as those of a class that nobody named, are told apart by their ids: "3f9a2c", else "". */
export function ownMarks<L extends OfMachine>(runs: readonly L[]): (run: L) => string {
  const ids = new Map<string, Set<string>>();
  for (const { run } of runs) {
    const { name, id } = run.machine;
    ids.set(name, (ids.get(name) ?? new Set()).add(id));
  }
  return ({ run: { machine } }) => ((ids.get(machine.name)?.size ?? 0) > 1 ? machineMark(machine.id) : "");
}

/** The name of a run's machine, with its mark where another machine among these runs has it too. */
export function ownNames<L extends OfMachine>(runs: readonly L[]): (run: L) => string {
  const markOf = ownMarks(runs);
  return (one) => {
    const mark = markOf(one);
    return mark === "" ? one.run.machine.name : `${one.run.machine.name} (${mark})`;
  };
}
