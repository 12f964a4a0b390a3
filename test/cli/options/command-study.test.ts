import { describe, expect, it } from "vitest";
import { resolveRecording } from "../../../src/app/record-request.js";
import { parseGiven } from "../../../src/cli/arguments.js";
import { run } from "../../../src/cli/commands/run.js";
import { askedRecording } from "../../../src/cli/options/asked-recording.js";
import { recordedFactors } from "../../../src/runner/request/run-cells.js";
import { expandExperiment } from "../../../src/study/expand.js";
import type { ExperimentDefinition } from "../../../src/study/study.js";

const { signal } = new AbortController();

/** The experiment that the variants make, with the factors that a run file would have. */
async function experimentOf(...argv: string[]) {
  const { asked } = await askedRecording(await parseGiven(run, argv));
  const { study, catalogue } = await resolveRecording(asked, signal);
  const [experiment] = study.experiments as [ExperimentDefinition];
  const planned = expandExperiment(experiment, catalogue, asked.overrides);
  const cells = planned.map((cell) => recordedFactors(experiment, planned)({ ...cell, n: Number(cell.n) }));
  return { study, experiment, cells, command: asked.command };
}

const variant = (text: string) => ["--variant", text];

describe("run --variant", () => {
  it("makes each program a strategy, in the order given, with workers where it names them", async () => {
    const quick = `quick='${process.execPath}' {n} --workers {workers}`;
    const { study, experiment, cells, command } = await experimentOf(
      ...[...variant(quick), ...variant(`own way=${process.execPath} {n}`), "--sizes", "10", "--seed", "1"],
    );
    expect(study.id).toBe("quick-or-own-way");
    expect(experiment.title).toBe("quick or own way");
    expect(experiment.question).toBe("Which of quick and own way is faster, and by how much?");
    expect(cells).toEqual([
      { strategy: "quick", workers: 1, n: 10 },
      { strategy: "quick", workers: 2, n: 10 },
      { strategy: "quick", workers: 4, n: 10 },
      { strategy: "own way", workers: 1, n: 10 },
    ]);
    const words = `--variant 'own way=${process.execPath} {n}' --sizes 10 --seed 1`;
    expect(command).toMatch(/^scalebook run --variant /);
    expect(command.endsWith(words)).toBe(true);
  });

  it("asks of one what it takes, of three which is fastest", async () => {
    expect((await experimentOf(...variant("a=ls"))).experiment.question).toMatch(/^How long does a take/);
    const { experiment } = await experimentOf(...["a", "b", "c"].flatMap((name) => variant(`${name}=ls`)));
    expect(experiment).toMatchObject({ title: "a, b or c", question: expect.stringMatching(/a, b and c is fastest/) });
  });

  it.each([
    [variant("ls"), /--variant is "ls": give a name of 1 to 64 characters.* then = and a command line/],
    [variant("a= "), /then = and a command line/],
    [variant("__proto__=ls"), /--variant is "__proto__=ls"/],
    [variant("2=ls"), /--variant is "2=ls": give a name of 1 to 64 characters, more than digits/],
    [variant(`${"x".repeat(65)}=ls`), /a name of 1 to 64 characters/],
    [[...variant("a=ls"), ...variant("a=cat")], /two variants are called a/],
    [variant("thread-pool=ls"), /a variant is called thread-pool.*my-thread-pool/],
    [variant("command=ls"), /a variant is called command/],
    [variant("sequential=ls {workers}"), /sequential is one worker/],
    [variant("a=ls {size}"), /--variant a has \{size\}: did you mean \{n\}\?/],
    [variant("a=ls {n}"), /--variant a has \{n\}, but no levels for it: give them with --sizes/],
    [variant("a=ls | wc"), /--variant a has \| outside of quotes/],
    [variant("a=no-such-program"), /there is no program no-such-program in the folders of PATH: check the variant a/],
    [[...variant("a=ls"), "--command", "ls"], /--command and --variant were both given/],
    [[...variant("a=ls"), "--strategies", "sequential"], /--strategies means nothing to a command/],
  ])("refuses %j", async (argv, message) => {
    await expect(experimentOf(...argv)).rejects.toThrow(message);
  });

  it("may have the one program that others are compared with", async () => {
    const { cells } = await experimentOf(...variant("sequential=ls"), ...variant("both=ls {workers}"));
    expect(cells.map(({ strategy, workers }) => [strategy, workers])).toEqual([
      ["sequential", 1],
      ["both", 1],
      ["both", 2],
      ["both", 4],
    ]);
  });

  it("goes with hooks, --shell and --bound", async () => {
    const { experiment, cells } = await experimentOf(
      ...[...variant("a=ls | wc"), "--shell", "--bound", "io", "--prepare", "make {strategy}"],
    );
    expect(experiment).toMatchObject({ shell: true, bound: "io", hooks: { prepare: "make {strategy}" } });
    expect(cells).toEqual([{ strategy: "a", workers: 1, workload: "command" }]);
  });
});
