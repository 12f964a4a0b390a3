import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Io } from "../../../src/cli/command.js";
import { runProgram } from "../../../src/cli/program.js";
import { tidyRun } from "../../../src/record/schema/finish-run.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { UserError } from "../../../src/user-error.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

export interface Printed {
  exitCode: number;
  out: string;
  err: string;
  /** Message of a user's mistake. */
  mistake: string;
}

/** A folder of runs, and the program on it without a process of its own. Errors other than mistakes of the user are thrown. */
export function folderOfRuns() {
  const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const scalebook = (...args: string[]) => scalebookTelling([], ...args);

  /** The same; what was told is in `err` also where an error is thrown. */
  async function scalebookTelling(err: string[], ...args: string[]): Promise<Printed> {
    const out: string[] = [];
    const printed = () => ({ out: out.join(""), err: err.join("") });
    const io: Io = {
      out: (text) => void out.push(text),
      drained: async (text) => void out.push(text),
      err: (text) => void err.push(text),
      isTerminal: false,
      columns: Number.POSITIVE_INFINITY,
      env: { SCALEBOOK_CACHE: join(dir, "cache") },
      onInterrupt: () => () => {},
    };
    try {
      const exitCode = await runProgram(args, io);
      return { exitCode, ...printed(), mistake: "" };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { exitCode: 2, ...printed(), mistake: error.message };
    }
  }

  /** Writes a run of one cell, started in that hour; returns its id. */
  function write(hour: number, { times = [100, 110, 120], ...more }: Partial<Run> & { times?: number[] } = {}): string {
    const at = `2026-11-21T${String(hour).padStart(2, "0")}:00:00.000Z`;
    const cells = [cell({ strategy: "thread-pool", workers: 2, tasks: 8, n: 100 }, times)];
    const { id: _, ...run } = makeRun([experiment(cells)], { startedAt: at, finishedAt: at, ...more });
    const whole = tidyRun(run);
    writeFileSync(join(dir, `${whole.id}.json`), JSON.stringify(whole));
    return whole.id;
  }

  return { dir, scalebook, scalebookTelling, write };
}
