import { UserError } from "../../../user-error.js";
import { show } from "../quote-value.js";
import { SCHEMA_VERSION } from "../run-schema.js";
import type { Migration } from "./migration.js";

export interface Migrations {
  /** Newest version. */
  current: number;
  /** `steps[v]` brings version v to v + 1. A step has a file `v<from>-to-v<to>.ts`. */
  steps: Readonly<Record<number, Migration>>;
}

/** Steps from every schema version that was released: old run files keep rendering. */
export const migrations: Migrations = { current: SCHEMA_VERSION, steps: {} };

/** Brings JSON of any known schema version to the current one. Throws a UserError where the version is unknown. */
export function migrate(value: unknown, file: string, { current, steps } = migrations): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(
      `${file}: holds ${show(value)}: a run file holds an object; see \`scalebook list\` for the runs`,
    );
  }
  let run: Record<string, unknown> = { ...value };
  const version = run.schemaVersion;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new UserError(`${file}: schemaVersion is ${show(version)}: must be a whole number from 1 to ${current}`);
  }
  if (version > current) {
    throw new UserError(
      `${file}: schemaVersion is ${version}, and this Scalebook reads up to ${current}: update Scalebook to read this run`,
    );
  }
  for (let from = version; from < current; from += 1) {
    const step = steps[from];
    if (step === undefined) throw new Error(`no migration from schema version ${from}`);
    run = step(run);
  }
  return run;
}
