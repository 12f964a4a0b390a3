import { existsSync } from "node:fs";
import type { Level } from "../../record/schema/factors.js";
import { isRuntime, languages } from "./index.js";
import type { Interpreter } from "./interpreters.js";

/** The command that starts the host of a cell with these levels; undefined for Node's. */
export function hostWords(
  { runtime, interpreter }: Record<string, Level>,
  interpreters: readonly Interpreter[] = [],
): string[] | undefined {
  if (!isRuntime(runtime)) return undefined;
  const own = interpreters.filter((known) => known.runtime === runtime);
  const chosen = own.find(({ version }) => version === interpreter) ?? own[0];
  if (chosen === undefined) throw new Error(`nothing was found that runs ${runtime}`);
  const { executable, compiled } = chosen;
  // A module may have removed it.
  return languages[runtime].words(executable, compiled !== undefined && existsSync(compiled) ? compiled : undefined);
}
