import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packagePaths } from "../../../src/package-paths.js";
import { NO_ADDRESS } from "../../../src/report/page-model/site-address.js";
import type { PageJob, PlainRun } from "../../../src/report/site/page-jobs.js";
import type { PageMaker } from "../../../src/report/site/page-maker.js";
import { type Progress, WorkerPool } from "../../../src/report/site/worker-pool.js";
import { UserError } from "../../../src/user-error.js";

let staging = "";
beforeAll(async () => {
  staging = await mkdtemp(join(tmpdir(), "scalebook-pool-"));
});
afterAll(() => rm(staging, { recursive: true, force: true }));

function poolOf(jobs: number, onProgress?: (progress: Progress) => void, place = staging): WorkerPool {
  const settings = { templatesDir: packagePaths.templates, toolVersion: "0.1.0", address: NO_ADDRESS, cache: null };
  return new WorkerPool({ ...settings, staging: place, journals: staging }, jobs, onProgress);
}

describe("the pool", () => {
  it.each([1, 3])("gives the outcome of every file once, with %i jobs", async (jobs) => {
    const paths = Array.from({ length: 250 }, (_, index) => join(staging, `missing-${index}.json`));
    const seen: Progress[] = [];
    const pool = poolOf(jobs, (progress) => seen.push(progress));
    try {
      const messages: string[] = [];
      for await (const outcome of pool.read(paths)) messages.push("message" in outcome ? outcome.path : "");
      expect(messages.sort()).toEqual(paths.toSorted());
      expect(seen.map(({ done }) => done)).toEqual(paths.map((_, index) => index + 1));
      expect(seen[0]).toEqual({ what: "read", done: 1, of: 250 });
    } finally {
      await pool.close();
    }
  });

  it("passes a mistake of the user's on from a thread", async () => {
    const run = { files: [{ path: join(staging, "gone.json"), sha256: "0" }], line: { runs: [], broken: null } };
    const pair = { a: run as unknown as PlainRun, b: run as unknown as PlainRun };
    const jobs = Array.from({ length: 20 }, (_, index): PageJob => {
      return { name: `compare/${index}`, key: `${index}`, source: { kind: "pair", pair } };
    });
    // The main thread is never done: the threads meet the mistake.
    const maker = { makeJob: () => new Promise(() => {}) } as unknown as PageMaker;
    // A site cannot be written below a file; a run that is gone would be a page that says so.
    const file = join(staging, "a-file");
    await writeFile(file, "");
    const pool = poolOf(2, undefined, join(file, "staging"));
    try {
      const made = async () => {
        for await (const _ of pool.make(jobs, maker)) expect.fail("nothing can be made");
      };
      const error = await made().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toContain("cannot write the site to ");
    } finally {
      await pool.close();
    }
  });
});
