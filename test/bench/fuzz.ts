/**
 * Files of strangers crash nothing: `npm run bench -- fuzz [--cases 10000] [--seed 1] [--only runs]`.
 * Real run files, journals, study files, files of other tools, options, manifests and caches are changed and read, and what is taken
 * is analysed; of one in a hundred every page is made.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import * as analyse from "../../.build/analysis/analyse.js";
import * as catalogue from "../../.build/app/catalogue.js";
import * as options from "../../.build/cli/options/asked-recording.js";
import * as formats from "../../.build/formats/index.js";
import * as recognise from "../../.build/formats/recognise.js";
import * as cache from "../../.build/record/files/cache.js";
import * as journal from "../../.build/record/journal/read-journal.js";
import * as parse from "../../.build/record/schema/parse-run.js";
import * as ids from "../../.build/record/schema/run-id.js";
import { buildSite } from "../../.build/report/site/build-site.js";
import * as site from "../../.build/report/site/output-folder.js";
import * as ownWork from "../../.build/runner/request/own-work.js";
import * as cells from "../../.build/runner/request/run-cells.js";
import * as study from "../../.build/study/file/load.js";
import * as errors from "../../.build/user-error.js";
import { fuzzedProgram } from "./fuzz/program.js";
import { type FuzzedProgram, fuzz, KINDS } from "./fuzz/targets.js";
import { numberOption, textOption } from "./options.js";

const [cases, seed, only] = [numberOption("--cases", 10_000), numberOption("--seed", 1), textOption("--only")];
const folder = mkdtempSync(join(tmpdir(), "scalebook-fuzz-site-"));

const program: FuzzedProgram = {
  ...(await fuzzedProgram({
    analyse,
    catalogue,
    options,
    formats,
    recognise,
    cache,
    journal,
    parse,
    ids,
    site,
    ownWork,
    cells,
    study,
    errors,
  })),
  async makePages(run) {
    const [path, text] = [join(folder, `${run.id}.json`), `${JSON.stringify(run)}\n`];
    writeFileSync(path, text);
    const sha = ids.sha256(text);
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
