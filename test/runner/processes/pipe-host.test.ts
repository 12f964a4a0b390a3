import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { launchHost } from "../../../.build/runner/processes/launch-host.js";
import { linesOf } from "../../../src/runner/processes/pipe-host.js";
import { testFolder } from "../guarded-folder.js";

const { folder, options } = await testFolder();

/** What is made of a host that answers a request with this line. */
async function answered(line: string) {
  const path = join(folder, "host.cjs");
  const text = 'const fs = require("node:fs"); fs.readSync(3, Buffer.alloc(99));';
  writeFileSync(path, `${text} fs.writeSync(4, ${JSON.stringify(`${line}\n`)});`);
  return launchHost({ kind: "about" }, { ...options, hostWords: [process.execPath, path] });
}

describe("a host on pipes", () => {
  it.each([
    ["no JSON", "hello", "the host sent a line that is no reply (hello)"],
    ["another message", '{"kind":"dance"}', /^the host sent a line that is no reply \(kind: Invalid/],
    [
      "a time below 0",
      '{"kind":"calibrated","n":1,"taskMs":-1}',
      /^the host sent a line that is no reply \(taskMs: Too small/,
    ],
  ])("that sends %s has failed in words", async (_, line, words) => {
    const message = typeof words === "string" ? words : expect.stringMatching(words);
    expect(await answered(line)).toMatchObject({ reply: { kind: "failed", message }, exitCode: 0 });
  });
});

describe("the lines of a pipe", () => {
  async function* texts(...parts: string[]) {
    yield* parts;
  }
  async function allOf(lines: AsyncIterable<string>) {
    const all: string[] = [];
    for await (const line of lines) all.push(line);
    return all;
  }

  it("end in a line feed, wherever the pipe cuts them", async () => {
    const lines = await allOf(linesOf(texts("a\nb", "c", "\n\nd\u2028e\n", "no end")));
    expect(lines).toEqual(["a", "bc", "", "d\u2028e"]);
  });

  it("are cut where one fills the memory of the runner, and the rest is not read", async () => {
    const lines = await allOf(linesOf(texts("one\n", "x".repeat(8), "y".repeat(8), "\ntwo\n"), 10));
    expect(lines).toEqual(["one", "xxxxxxxx"]);
  });
});
