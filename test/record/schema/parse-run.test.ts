import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRun, parseRunText } from "../../../src/record/schema/parse-run.js";
import { withId } from "../../../src/record/schema/run-id.js";
import { UserError } from "../../../src/user-error.js";
import { growthOf } from "../../work.js";
import { fullRun } from "../full-run.js";
import { sampleRun, sampleTrial } from "../sample.js";

/** The full run as JSON text, with one piece of the text replaced. */
function withText(from: string, to: string): string {
  const text = JSON.stringify(withId(fullRun()));
  expect(text).toContain(from);
  return text.replace(from, to);
}

function messageOf(text: string): string {
  try {
    parseRunText(text, "runs/x.json");
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("a run file that is whole", () => {
  it("comes back as it was written", () => {
    const run = withId(fullRun());
    expect(parseRun(JSON.parse(JSON.stringify(run)), "x.json")).toEqual(run);
  });

  it("has no byte order mark: that is taken off where bytes become text", () => {
    expect(messageOf(`\ufeff${JSON.stringify(sampleRun())}`)).toContain("is not JSON");
  });
});

describe("a fault is told by its place, its value and what is allowed", () => {
  it.each([
    ['"wallMs":201.25', '"wallMs":-1', "experiments[0].cells[0].trials[1].wallMs is -1: must be at least 0"],
    [
      '"wallMs":201.25',
      '"wallMs":1e999',
      "experiments[0].cells[0].trials[1].wallMs is Infinity: must be a finite number",
    ],
    ['"wallMs":201.25', '"wallMs":1e308', "wallMs is 1e+308: must be at most 320000000000"],
    ['"wallMs":201.25', '"wallMs":"fast"', 'wallMs is "fast": must be a finite number'],
    ['"wallMs":201.25', '"startUpMs":1', "wallMs is missing: must be a finite number"],
    ['"workers":2', '"workers":0', "experiments[0].cells[1].factors.workers is 0: must be at least 1"],
    ['"workers":2', '"workers":2.5', "workers is 2.5: must be a whole number"],
    ['"status":"timeout"', '"status":"slow"', 'status is "slow": must be one of "ok", "failed", "timeout"'],
    ['"strategy":"thread-pool"', '"strategy":""', 'strategy is "": must be at least 1'],
    ['"affinity":3', '"affinity":[3]', "more.affinity is a list of 1: must be text, a number, true or false"],
    ['"node-version":"20"', '"":"20"', 'more[""] has an unfit name'],
    ['"label":', '"colour":', 'the file has the unknown key "colour": remove it'],
    ['"dirty":true', '"dirty":true,"by":"me"', 'commit has the unknown key "by": remove it'],
    ['"2026-11-21T06:15:00.123Z"', '"yesterday"', 'startedAt is "yesterday": must be a UTC time such as'],
    [
      '"title":"Draw',
      `"title":"${"x".repeat(2_001)}`,
      `is "${"x".repeat(60)}...": must be at most 2000 characters long`,
    ],
    ['"studyHash":"0f', '"studyHash":"xx', "must match"],
  ])("%s -> %.40s", (from, to, message) => {
    const told = messageOf(withText(from, to));
    expect(told).toMatch(/^runs\/x\.json: /);
    expect(told).toContain(message);
  });

  it("says how many more faults there are", () => {
    expect(messageOf(withText('"workers":2,"tasks":4', '"workers":0,"tasks":0'))).toContain("(and 1 more)");
  });

  it("writes characters that steer a terminal as escapes", () => {
    const told = messageOf(withText('"status":"timeout"', '"status":"\\u001b[2J\\u202e\\u009b"'));
    expect(told).toContain("\\u001b[2J\\u202e\\u009b");
  });
});

describe("hostile files are refused before the schema sees them", () => {
  it.each(["__proto__", "constructor", "prototype"])("the key %s, at any depth", (key) => {
    expect(messageOf(`{"${key}":{}}`)).toContain(`the file has the key "${key}"`);
    expect(messageOf(withText('"affinity":3', `"${key}":3`))).toContain("cells[1].factors.more has the key");
  });

  it("leaves Object.prototype as it was", () => {
    messageOf('{"__proto__":{"polluted":1}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each([33, 1_000, 200_000])("nesting of depth %i", (depth) => {
    const nested = "[".repeat(depth) + "]".repeat(depth);
    expect(messageOf(withText('"affinity":3', `"affinity":${nested}`))).toContain("nested deeper than 32 levels");
  });

  it("takes nesting of depth 32 as far as the schema", () => {
    expect(messageOf("[".repeat(32) + "]".repeat(32))).toContain("a run file holds an object");
  });

  it.each(["null", "3", '"text"', "[]"])("a file that holds %s", (text) => {
    expect(messageOf(text)).toContain("a run file holds an object");
  });

  it.each(["", "{", '{"schemaVersion":1', "<html>", "[1,]"])("text that is not JSON: %s", (text) => {
    expect(messageOf(text)).toMatch(/is not JSON( at character \d+)?: the file is cut short/);
  });

  it("never fails but with a UserError, whatever the JSON", () => {
    fc.assert(fc.property(fc.json(), (text) => void messageOf(text)));
  });

  it("never fails but with a UserError when any one value is replaced", () => {
    const whole = JSON.stringify(withId(fullRun()));
    const values = [...whole.matchAll(/(?<=":)(?:-?\d[\d.e+]*|"[^"]*"|true|false|null)/g)];
    fc.assert(
      fc.property(fc.nat({ max: values.length - 1 }), fc.json(), (index, value) => {
        const [old, at] = [values[index]?.[0] ?? "", values[index]?.index ?? 0];
        messageOf(whole.slice(0, at) + value + whole.slice(at + old.length));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what joins several places is checked too", () => {
  function checked(change: Partial<Parameters<typeof sampleRun>[0]>): string {
    return messageOf(JSON.stringify(sampleRun(change)));
  }
  const [experiment] = sampleRun().experiments;
  if (experiment === undefined) throw new Error("the sample has one experiment");
  const [first, second] = experiment.cells;
  if (first === undefined || second === undefined) throw new Error("the sample has two cells");

  it("a run does not end before it starts", () => {
    expect(checked({ finishedAt: "2026-11-21T06:14:59.999Z" })).toContain(
      'finishedAt is "2026-11-21T06:14:59.999Z": must not be before startedAt',
    );
    expect(checked({ finishedAt: "2026-11-21T06:15:00.000Z" })).toBe("accepted");
  });

  it("ids of experiments differ", () => {
    expect(checked({ experiments: [experiment, experiment] })).toContain(
      'experiments[1].id is "workers": experiments[0] has it already',
    );
  });

  it("cells of an experiment differ, whatever the order of their factors", () => {
    const { strategy, workers, tasks } = first.factors;
    const twin = { factors: { tasks, workers, strategy }, trials: [] };
    expect(
      messageOf(JSON.stringify({ ...sampleRun(), experiments: [{ ...experiment, cells: [first, second, twin] }] })),
    ).toContain("experiments[0].cells[2].factors are those of cells[0]");
  });

  it.each([
    [{ endMs: [1] }, "timeline.endMs has 1 entries: must have one for each of the 2 tasks"],
    [{ queueMs: [1, 2, 3] }, "timeline.queueMs has 3 entries"],
    [{ endMs: [9, 0.5] }, "timeline.endMs[1] is 0.5: must not be before startMs, 1"],
  ])("columns of a timeline fit each other: %o", (change, message) => {
    const timeline = { worker: [0, 0], startMs: [0, 1], endMs: [1, 2], cpuMs: [1, 1], queueMs: [0, null], ...change };
    const cell = { ...first, trials: [sampleTrial({ timeline })] };
    expect(checked({ experiments: [{ ...experiment, cells: [cell] }] })).toContain(
      `experiments[0].cells[0].trials[0].${message}`,
    );
  });

  it("no folder of the site gets the name of a Windows device", () => {
    expect(checked({ study: "con" })).toContain('study is "con": Windows keeps this name');
    expect(checked({ machine: { id: "com1", name: "x" } })).toContain('machine.id is "com1"');
    expect(checked({ experiments: [{ ...experiment, id: "nul" }] })).toContain('experiments[0].id is "nul"');
    expect(checked({ study: "console" })).toBe("accepted");
  });
});

it("takes work in proportion to a file", async () => {
  const [experiment] = sampleRun().experiments;
  const reading = (tasks: number) => {
    const taskMs = Array.from({ length: tasks }, (_, index) => index + 0.5);
    const cell = { factors: { strategy: "sequential", workers: 1 }, trials: [sampleTrial({ taskMs })] };
    const run = sampleRun({ experiments: [{ id: "x", title: "x", division: "tasks", ...experiment, cells: [cell] }] });
    return () => parseRun(run, "big.json");
  };
  expect(await growthOf(reading, 100_000)).toBeLessThan(2.2);
});

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8");

it("reads a file of the current version with every field", () => {
  expect(parseRunText(fixture("run-v1-full.json"), "run-v1-full.json")).toEqual(withId(fullRun()));
});

it.each(["run-v1.json"])("reads %s, written before later optional fields, as it is", (name) => {
  const run = parseRunText(fixture(name), name);
  expect(run).toEqual(JSON.parse(fixture(name)));
  expect(withId(run).id).toBe(run.id);
});
