import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answersOf } from "../../../src/analysis/answer/answer.js";
import { answerText } from "../../../src/cli/print/answer-text.js";
import { bulletList, wrapped } from "../../../src/cli/print/bullets.js";
import { runText } from "../../../src/cli/print/run-text.js";
import { sampleRun } from "../../analysis/sample-run.js";

const [run, long] = [sampleRun(5), sampleRun(20)];
const analysis = analyseRun(run);
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("the answers after a recording", () => {
  it("open with the question, what to use, its gain and how sure it is, within 80 columns", async () => {
    const [first, ...others] = answersOf(analysis);
    const text = await answerText(analysis, 80);
    const [title, use, gain, sure] = text.split("\n");
    expect(title).toBe(`${first?.title}:`);
    expect(use).toBe(first?.use);
    expect(gain).toContain(first?.gain?.amount);
    expect(sure).toMatch(/^- 95 % interval .*, 5 repeats/);
    for (const { title } of others.slice(0, 3)) expect(text).toContain(`- ${title}: `);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it("wrap a long headline", async () => {
    const [first] = analysis.experiments;
    if (first === undefined) throw new Error("an experiment");
    const use = "Process per task, process pool or thread pool with 128 workers for 1,024 tasks of 4 MiB each";
    const advice = first.advice && { ...first.advice, use };
    const text = await answerText({ ...analysis, experiments: [{ ...first, advice }] }, 80);
    expect(text.replaceAll("\n", " ")).toContain(use);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it("are called quick where the run is marked so", async () => {
    expect(analysis.quick).toBe(true);
    expect(await answerText(analysis, Number.POSITIVE_INFINITY)).toContain(
      "(quick: verdicts that can be relied on need 20)",
    );
    expect(await answerText(analyseRun(long), Number.POSITIVE_INFINITY)).not.toContain("quick");
  });

  it("keep a figure with its unit", async () => {
    expect(await bulletList([{ text: "interval −37.4 to −28.3 %, 5 repeats" }], 26)).toBe(
      "- interval −37.4 to\n  −28.3 %, 5 repeats\n",
    );
  });
});

describe("a message of an error", () => {
  it("is wrapped at words, and keeps an option with its value", async () => {
    expect(await wrapped("a budget of 12s is short: give at least --budget 20s", 50)).toBe(
      "a budget of 12s is short: give at least\n--budget 20s",
    );
  });
});

describe("a run that is shown", () => {
  it("lists what was left out, by reason, and wraps its tables at words", async () => {
    const [first, ...rest] = run.experiments;
    const [one, two, three, ...cells] = first?.cells ?? [];
    if (!first || !one || !two || !three) throw new Error("the sample has too few cells");
    const dropped = "left out after 1 repeat to fit the budget";
    const shown = {
      ...run,
      experiments: [{ ...first, cells: [one, { ...two, dropped }, { ...three, dropped }, ...cells] }, ...rest],
    };
    const { experiments } = analyseRun(shown);
    const all = experiments.flatMap((experiment) => experiment.cells);
    const text = (await runText(shown, "x.json", analyseRun(shown), 80)).join("");
    const [id, labels] = [first.id, all.slice(1, 3).map(({ label }) => label)];
    expect(text).toContain(
      `\n2 of ${all.length} combinations ${dropped}:\n${labels.map((label) => `- ${id}: ${label}\n`).join("")}`,
    );
    const tables = text.slice(text.indexOf("\n\n"));
    expect(widest(tables)).toBeLessThanOrEqual(80);
    expect((await runText(run, "x.json", analysis, 80)).join("")).not.toContain("left out");
  });
});
