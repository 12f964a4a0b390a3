import { expect, it } from "vitest";
import * as analyse from "../../src/analysis/analyse.js";
import * as catalogue from "../../src/app/catalogue.js";
import * as options from "../../src/cli/options/asked-recording.js";
import * as formats from "../../src/formats/index.js";
import * as recognise from "../../src/formats/recognise.js";
import * as cache from "../../src/record/files/cache.js";
import * as journal from "../../src/record/journal/read-journal.js";
import * as parse from "../../src/record/schema/parse-run.js";
import * as ids from "../../src/record/schema/run-id.js";
import * as site from "../../src/report/site/output-folder.js";
import * as ownWork from "../../src/runner/request/own-work.js";
import * as cells from "../../src/runner/request/run-cells.js";
import * as study from "../../src/study/file/load.js";
import * as errors from "../../src/user-error.js";
import { fuzzedProgram } from "../bench/fuzz/program.js";
import { fuzz, KINDS } from "../bench/fuzz/targets.js";

const program = await fuzzedProgram({
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
});

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
