import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { askedRecording } from "../../src/cli/options/asked-recording.js";
import type { RecordingGiven } from "../../src/cli/options/recording-flags.js";
import { importers } from "../../src/formats/index.js";
import { recogniseFormat } from "../../src/formats/recognise.js";
import { openCache } from "../../src/record/files/cache.js";
import { readJournal } from "../../src/record/journal/read-journal.js";
import { parseRunText } from "../../src/record/schema/parse-run.js";
import { sha256 } from "../../src/record/schema/run-id.js";
import { manifestPaths } from "../../src/report/site/output-folder.js";
import { isOwnWork } from "../../src/runner/request/own-work.js";
import { planCells } from "../../src/runner/request/run-cells.js";
import { loadStudy } from "../../src/study/file/load.js";
import { UserError } from "../../src/user-error.js";
import { type FuzzedProgram, fuzz, KINDS } from "../bench/fuzz/targets.js";

const catalogue = await loadCatalogue();

const program: FuzzedProgram = {
  isMistake: (error): error is Error => error instanceof UserError,
  parseRun: (text) => parseRunText(text, "run.json"),
  analyse: analyseRun,
  readJournal,
  async planStudy(path) {
    const { study } = await loadStudy(path, catalogue);
    // Own work is looked at by starting it.
    return planCells({ ...study, experiments: study.experiments.filter((one) => !isOwnWork(one)) }, catalogue, {});
  },
  async planOptions(options) {
    const { asked } = await askedRecording({ positionals: [], options } as unknown as RecordingGiven);
    const { study } = asked.loaded;
    return planCells(
      { ...study, experiments: study.experiments.filter((one) => !isOwnWork(one)) },
      catalogue,
      asked.overrides,
    );
  },
  manifestPaths,
  keptLines(folder, file) {
    const cache = openCache(folder, "0123456789abcdef");
    writeFileSync(join(folder, "0123456789abcdef", "lines"), file);
    return cache.lines("lines");
  },
  importFile(text, file) {
    const format = recogniseFormat(text, file) ?? "csv";
    return importers[format].importRun({ text, file, sha256: sha256(text), now: new Date(0) });
  },
};

/** Changed files of each kind; `npm run bench -- fuzz` tries 10,000. */
const CASES = 100;

it.each(KINDS)(
  `of ${CASES} changed files (%s) each is taken or refused with words`,
  { timeout: 120_000 },
  async (kind) => {
    const { taken, refused, failure } = await fuzz(program, kind, { cases: CASES, seed: 18 });
    expect(failure).toBeNull();
    expect(taken + refused).toBe(CASES);
    // Neither all refused at the door, nor all taken as they are.
    expect(Math.min(taken, refused)).toBeGreaterThan(CASES / 20);
  },
);

it("what is no refusal is told with what repeats it", async () => {
  const broken = { ...program, parseRun: () => JSON.parse("{") };
  const { failure } = await fuzz(broken, "runs", { cases: 5, seed: 7 });
  expect(failure).toContain("seed 7, path 0");
  expect(failure).toContain("SyntaxError");
});
