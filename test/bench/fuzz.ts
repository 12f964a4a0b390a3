/**
 * Files of strangers crash nothing: `npm run bench -- fuzz [--cases 10000] [--seed 1] [--only runs]`.
 * Real run files, journals, study files, files of other tools, options, manifests and caches are changed and read, and what is taken is analysed; of one in
 * a hundred every page is made.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { analyseRun } from "../../.build/analysis/analyse.js";
import { loadCatalogue } from "../../.build/app/catalogue.js";
import { askedRecording } from "../../.build/cli/options/asked-recording.js";
import type { RecordingGiven } from "../../.build/cli/options/recording-flags.js";
import { importers } from "../../.build/formats/index.js";
import { recogniseFormat } from "../../.build/formats/recognise.js";
import { openCache } from "../../.build/record/files/cache.js";
import { readJournal } from "../../.build/record/journal/read-journal.js";
import { parseRunText } from "../../.build/record/schema/parse-run.js";
import { sha256 } from "../../.build/record/schema/run-id.js";
import { buildSite } from "../../.build/report/site/build-site.js";
import { manifestPaths } from "../../.build/report/site/output-folder.js";
import { isOwnWork } from "../../.build/runner/request/own-work.js";
import { planCells } from "../../.build/runner/request/run-cells.js";
import { loadStudy } from "../../.build/study/file/load.js";
import { UserError } from "../../.build/user-error.js";
import { type FuzzedProgram, fuzz, KINDS } from "./fuzz/targets.js";
import { numberOption, textOption } from "./options.js";

const [cases, seed, only] = [numberOption("--cases", 10_000), numberOption("--seed", 1), textOption("--only")];
const folder = mkdtempSync(join(tmpdir(), "scalebook-fuzz-site-"));
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
  async makePages(run) {
    const [path, text] = [join(folder, `${run.id}.json`), `${JSON.stringify(run)}\n`];
    writeFileSync(path, text);
    const sha = sha256(text);
    const stored = { run, path, sha256: sha, content: sha, bytes: text.length };
    await buildSite({ runs: [stored], outDir: join(folder, "site"), toolVersion: "0.1.0" });
  },
};

try {
  for (const kind of KINDS) {
    if (only !== undefined && only !== kind) continue;
    const start = performance.now();
    const { taken, refused, failure, slowestMs, slowest } = await fuzz(program, kind, { cases, seed });
    const seconds = ((performance.now() - start) / 1_000).toFixed(0);
    console.log(
      `${kind}: ${taken + refused} changed files in ${seconds} s: ${taken} taken, ${refused} refused; at most ${Math.round(slowestMs)} ms (${slowest})`,
    );
    if (failure === null) continue;
    console.log(`${kind}: FAILED: ${failure}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
