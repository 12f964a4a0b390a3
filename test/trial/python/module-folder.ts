import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll } from "vitest";
import { packagePaths } from "../../../src/package-paths.js";
import type { TrialSpec } from "../../../src/trial/messages.js";
import { type HostCommand, type Talk, talk } from "./host-client.js";

// Without -B: the host itself leaves no compiled files behind.
export const host: HostCommand = ["python3", packagePaths.pythonHost];

/** A folder for modules of a test file, gone afterwards, and trials of them. */
export function moduleFolder() {
  const folder = mkdtempSync(join(tmpdir(), "scalebook-own-python-"));
  const scratch = join(folder, "scratch");
  mkdirSync(scratch);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes a module of that name and gives its URL. */
  function moduleOf(name: string, text: string, task?: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return `${pathToFileURL(path)}${task === undefined ? "" : `#${task}`}`;
  }

  function trial(workload: string, more: Partial<TrialSpec> = {}): Promise<Talk> {
    const spec = { strategy: "sequential", workload, workers: 2, tasks: 3, n: 10, launch: "bounded", pool: "fresh" };
    return talk(host, { kind: "trial", spec: { ...spec, seed: 7, scratch, env: {}, ...more } });
  }

  function describeIt(workload: string, sizes: number[] = []): Promise<Talk> {
    return talk(host, { kind: "describe", workload, sizes, seed: 7, scratch, prepared: scratch });
  }

  return { folder, scratch, moduleOf, trial, describeIt };
}
