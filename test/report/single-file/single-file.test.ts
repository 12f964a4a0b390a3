import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readRun } from "../../../src/record/folder/run-store.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { openEntry } from "../../../src/report/archive/run-entry.js";
import { isMany } from "../../../src/report/page-model/page.js";
import { singleFile } from "../../../src/report/single-file/single-file.js";
import { ATTACKS, hostileRun } from "../hostile-run.js";
import { questionExperiments } from "../question-runs.js";
import { labExperiments, makeRun } from "../sample-runs.js";
import { entryOf } from "../write-up/drafts.js";

const runs = fileURLToPath(new URL("../../../runs/examples/", import.meta.url));
const questions = makeRun({ study: "questions", experiments: questionExperiments() });

async function fileOf(run: Run) {
  return singleFile({ entry: entryOf(run), standing: "", toolVersion: "0.1.0" });
}

describe.each([
  ["of a few experiments", makeRun({ experiments: labExperiments(10) })],
  ["of many experiments", questions],
  ["of a hostile run", hostileRun()],
])("a single file %s", async (_, run) => {
  const { html, charts } = await fileOf(run);

  it("needs nothing but itself", () => {
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object|base|meta http-equiv="refresh)\b/i);
    expect(html).not.toMatch(/\s(?:src|srcset|action|data-explore|on[a-z]+)="/i);
    expect(html).not.toMatch(/@import|url\((?!#)/);
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-`);
  });

  it("leads nowhere but to places within it, each of which is there once", () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
    const hrefs = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = ""]) => href);
    expect(hrefs.length).toBeGreaterThan(5);
    for (const href of hrefs) {
      expect(href).toMatch(/^#./);
      expect(ids).toContain(href.slice(1));
    }
  });

  it("has every experiment with its pictures", () => {
    for (const { id } of run.experiments) expect(html).toContain(`<h2 id="x-${id}">`);
    expect(html.match(/<figure /g)?.length ?? 0).toBe(charts);
    expect(html.match(/<svg id="[^"]*(?<!answer)-picture"/g)?.length ?? 0).toBe(charts);
  });
});

it("shows hostile text as text", async () => {
  const { html } = await fileOf(hostileRun());
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  for (const attack of ATTACKS.filter((text) => text.includes("<"))) expect(html).not.toContain(attack);
});

it("says what stands beside it, and of many experiments lists every question with its answer", async () => {
  const entry = entryOf(questions);
  const { html } = await singleFile({ entry, standing: "The newest of 3 runs.", toolVersion: "0.1.0" });
  expect(html).toContain("The newest of 3 runs.");
  expect(isMany(questions)).toBe(true);
  for (const { id } of questions.experiments) expect(html).toMatch(new RegExp(`<a href="#x-${id}">`));
});

it("is under 500 kB for the recorded default study, and the same bytes again", async () => {
  const name = readdirSync(runs).find((file) => /-lab-[0-9a-f]{6}\.json$/.test(file)) ?? "";
  const stored = await readRun(join(runs, name));
  const make = () =>
    singleFile({
      entry: openEntry(stored, { runs: [stored.run], broken: null }),
      standing: "",
      toolVersion: "0.1.0",
    });
  const [first, second] = [await make(), await make()];
  expect(Buffer.byteLength(first.html)).toBeLessThan(500_000);
  expect(second.html).toBe(first.html);
}, 60_000);
