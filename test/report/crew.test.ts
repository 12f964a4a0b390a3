import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_BUILD_CACHE } from "../../src/record/build-cache.js";
import { NO_ADDRESS } from "../../src/report/address.js";
import type { Crew } from "../../src/report/crew.js";
import { Library } from "../../src/report/library.js";
import { listRuns } from "../../src/report/listing.js";
import { orderRun, type Unit } from "../../src/report/orders.js";
import { readFolder } from "../../src/report/sources.js";
import { DEFAULT_TEMPLATES } from "../../src/report/templates.js";
import type { Made, Workshop } from "../../src/report/workshop.js";
import { mainScript } from "../built.js";
import { makeRun, noise, workersExperiment } from "./sample-runs.js";

/** Threads run the compiled program. */
const compiled = pathToFileURL(join(dirname(mainScript), "report", "crew.js")).href;
/** Stands for the own thread, which is to make nothing. */
const NOBODY = { make: () => Promise.reject(new Error("made by the own thread")) } as unknown as Workshop;

let folder = "";
let staging = "";
let units: Unit[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scalebook-crew-"));
  staging = join(folder, "staging");
  const archive = join(folder, "runs");
  await mkdir(archive);
  await mkdir(staging);
  for (const day of [1, 2, 3]) {
    const at = `2026-12-0${day}T00:00:00.000Z`;
    const id = `2026120${day}t000000z-lab-00000${day}`;
    const run = makeRun({ id, startedAt: at, finishedAt: at, experiments: [workersExperiment(2, noise(day))] });
    await writeFile(join(archive, `${id}.json`), JSON.stringify(run));
  }
  const runs = await listRuns(await readFolder(archive, NO_BUILD_CACHE), new Library());
  units = runs.map((run) => orderRun(run, [], 0));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function crewOf(jobs: number): Promise<Crew> {
  const { Crew: Compiled } = (await import(compiled)) as { Crew: typeof Crew };
  const plan = { templatesDir: DEFAULT_TEMPLATES, toolVersion: "0.1.0", address: NO_ADDRESS, cache: null, staging };
  return new Compiled(plan, jobs);
}

describe("a crew whose own thread has other things to do", () => {
  it("leaves even a few pages to the others", async () => {
    const crew = await crewOf(2);
    const made: [Unit, Made][] = [];
    try {
      await crew.makeAll(units, NOBODY, { take: (unit, one) => made.push([unit, one]), isBusy: true });
    } finally {
      await crew.close();
    }
    expect(made.map(([{ name }]) => name)).toEqual(units.map(({ name }) => name));
    for (const [path, bytes] of made.flatMap(([, { files }]) => files))
      expect((await stat(join(staging, path))).size, path).toBe(bytes);
  });

  it("has them made by itself where there are no others", async () => {
    const crew = await crewOf(1);
    await expect(crew.makeAll(units, NOBODY, { take: () => undefined, isBusy: true })).rejects.toThrow("own thread");
  });

  it("begins nothing once it is stopped", async () => {
    const crew = await crewOf(1);
    crew.stop();
    await crew.makeAll(units, NOBODY, { take: () => expect.unreachable(), isBusy: false });
  });
});
