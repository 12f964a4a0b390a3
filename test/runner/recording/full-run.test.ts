import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { analyseLineage } from "../../../src/analysis/analyse-pooled.js";
import { recordRequest } from "../../../src/app/record-request.js";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run as runCommand } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";
import { nextCommand } from "../../../src/cli/print/recorded-run.js";
import { headLines } from "../../../src/cli/print/run-text.js";
import { messagesOf } from "../../../src/cli/progress/plain-progress.js";
import { finishJournals } from "../../../src/record/folder/recover-journals.js";
import { readRun } from "../../../src/record/folder/run-store.js";
import { openJournal } from "../../../src/record/journal/write-journal.js";
import { openEntry } from "../../../src/report/archive/run-entry.js";
import { factsOf } from "../../../src/report/pages/run/measured.js";
import { recordStudy } from "../../../src/runner/recording/record-study.js";
import type { RunEvent } from "../../../src/runner/request/events.js";
import { sampleHeader, sampleTrial, temporaryFolder } from "../../record/sample.js";

it("a recording that its file has no room for ends at a block's end, complete, and says so", async () => {
  const dir = await temporaryFolder();
  const argv = ["--command", "true", "--blocks", "500", "--control", "0%", "--runs-dir", dir];
  const { asked } = await askedRecording(await parseGiven(runCommand, argv));
  const { signal } = new AbortController();
  const request = await recordRequest(asked, { commit: Promise.resolve(null), stop: signal });
  const events: RunEvent[] = [];
  const { run, file } = await recordStudy({
    ...request,
    mostBytes: 20_000,
    onEvent: (event) => void events.push(event),
  });
  const blocks = run.plan?.blocksFinished ?? 0;
  expect(blocks).toBeGreaterThan(3);
  expect(blocks).toBeLessThan(200);
  expect(run).toMatchObject({ status: "complete", plan: { blocksPlanned: 500, blocksFinished: blocks } });
  expect(run.experiments[0]?.cells[0]?.trials).toHaveLength(blocks);
  expect(events.filter(({ kind }) => kind === "full")).toEqual([{ kind: "full", blocks }]);
  expect(events.flatMap(messagesOf)).toContain(`The run file is full after ${blocks} repeats: the recording ends here`);
  expect((await readRun(file)).bytes).toBeLessThan(20_000);
  const pooled = analyseLineage({ runs: [run], broken: null });
  const repeats = `${blocks} of 500`;
  expect(headLines(run, file).join("\n")).toContain(`repeats   ${repeats} (its file was full)`);
  const stored = { path: file, run, content: "", sha256: "", bytes: 0 };
  expect(JSON.stringify(factsOf(openEntry(stored, { runs: [run], broken: null })))).toContain(
    `${repeats} planned finished; the run file had no room for more`,
  );
  const given = await parseGiven(runCommand, argv);
  const next = await nextCommand({ run, file, given, pooled, precision: null, isFull: true });
  expect(next).toContain(`--extend ${run.id} --blocks ${500 - blocks} `);
  expect(readdirSync(dir).filter((name) => name.endsWith(".journal"))).toEqual([]);
});

it("a journal of more than a run file holds becomes one without its largest details, and goes", async () => {
  const dir = await temporaryFolder();
  const journal = await openJournal(dir, sampleHeader());
  const trace = Array.from({ length: 20 }, () => "x".repeat(2_000));
  await journal.append({ kind: "trial", experiment: 0, cell: 0, trial: sampleTrial({ trace }) });
  await journal.close();
  const [header = "", line = ""] = readFileSync(journal.path, "utf8").split("\n");
  // Its writer is gone.
  const dead = header.replace(/"pid":\d+,"start":("[^"]*"|null)/, '"pid":1,"start":"0"');
  const lines = Array.from({ length: 520 }, (_, block) => line.replace('"block":0', `"block":${block}`));
  writeFileSync(journal.path, `${[dead, ...lines].join("\n")}\n`);
  const { written, problems } = await finishJournals(dir);
  expect(problems).toEqual([]);
  const { run, bytes } = await readRun(written[0]?.file ?? "");
  expect(bytes).toBeLessThan(20_000_000);
  const [trials = []] = run.experiments[0]?.cells.map((cell) => cell.trials) ?? [];
  expect(trials).toHaveLength(520);
  expect(trials.filter((trial) => trial.trace === undefined).length).toBeGreaterThan(15);
  expect(trials.filter((trial) => trial.trace === undefined).length).toBeLessThan(40);
  expect(readdirSync(dir)).toEqual([`${run.id}.json`]);
});
