/**
 * Whether a site is ever broken or wrong: `npm run bench -- builds [--pairs 50] [--recordings 50] [--caches 200]
 * [--main another/main.js] [--json file]`; some five minutes. Pairs of builds into one site, builds while runs are recorded beside
 * them, and builds with damaged caches; each site is held to one that was built alone, byte for byte. Ends with 1 where one differs.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryCaches } from "./builds/caches.js";
import { tryPairs } from "./builds/pairs.js";
import { tryRecordings } from "./builds/recordings.js";
import { countOption, textOption } from "./options.js";

const KINDS = [
  { name: "pairs", of: "pairs of builds into one site", usual: 50, attempt: tryPairs },
  { name: "recordings", of: "builds during recordings", usual: 50, attempt: tryRecordings },
  { name: "caches", of: "builds with damaged caches", usual: 200, attempt: tryCaches },
];

const folder = mkdtempSync(join(tmpdir(), "scalebook-builds-"));
const figures = [];
try {
  for (const { name, of, usual, attempt } of KINDS) {
    const count = countOption(`--${name}`, usual);
    const startMs = performance.now();
    const faults = count === 0 ? [] : await attempt(folder, count);
    const seconds = (performance.now() - startMs) / 1_000;
    const broken = new Set(faults.map((fault) => fault.split(":")[0])).size;
    figures.push({ name, count, broken, seconds, faults });
    for (const fault of faults) console.log(fault);
    console.log(`${count} ${of}: ${broken} broken or wrong (${seconds.toFixed(0)} s)`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const file = textOption("--json");
if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.some(({ broken }) => broken > 0) ? 1 : 0;
