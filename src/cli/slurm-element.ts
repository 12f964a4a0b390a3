/** What an element of a Slurm job runs: `node slurm-element.js <file>`, which holds the order. It says on its output what a person reads of it. */
import { readFileSync } from "node:fs";
import { refusedCall } from "../record/files/regular-files.js";
import type { FromMachine } from "../remote/messages.js";
import type { ElementOrder } from "../remote/record-on-slurm.js";
import { UserError } from "../user-error.js";
import { recordOrder } from "./recorder.js";

const { order, kept, study } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as ElementOrder;
const interrupted = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => interrupted.abort());

// Its folder is on a disk that the machine shares from which it was submitted: that takes what is finished, and puts it aside.
const say = (message: FromMachine) => {
  if (message.kind !== "file") process.stdout.write(`${JSON.stringify(message)}\n`);
};
const stored = Promise.resolve<string[]>([]);
try {
  await recordOrder(order, { kept, study, say, interrupted: interrupted.signal, stored });
} catch (error) {
  const told = refusedCall(error, [kept]);
  say({ kind: "refused", message: told instanceof UserError ? told.message : String((error as Error).stack ?? error) });
  process.exitCode = 1;
}
