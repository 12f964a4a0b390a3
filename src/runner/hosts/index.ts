import type { HostLanguage } from "./language.js";
import { language as python } from "./python.js";

/** Every language besides Node's that trials can run in, by the level of the factor `runtime`. */
export const languages = { python } satisfies Record<string, HostLanguage>;

export type Runtime = keyof typeof languages;

const runtimes = Object.keys(languages) as Runtime[];

/** Levels of the factor `runtime`. */
export const runtimeIds = ["node", ...runtimes] as const;

export function isRuntime(id: unknown): id is Runtime {
  return typeof id === "string" && Object.hasOwn(languages, id);
}

/** A user's module as it is named: its file, and its function where one follows the file's name (`defs.py:work`). */
export interface ModuleName {
  file: string;
  /** Absent: `task`. */
  function?: string;
  /** Absent: Node's. */
  runtime?: Runtime;
}

/** Takes the name of a module apart; its ending tells the language. */
export function moduleName(path: string): ModuleName {
  for (const runtime of runtimes) {
    const [, file, name] =
      new RegExp(`^(.*\\.(?:${languages[runtime].endings.join("|")}))(?::(\\w+))?$`, "s").exec(path) ?? [];
    if (file !== undefined) return { file, runtime, ...(name === undefined ? {} : { function: name }) };
  }
  return { file: path };
}
