import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepOutput } from "../../../src/runner/processes/kept-output.js";

async function kept(chunks: readonly string[], most?: number): Promise<string> {
  const output = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const { text, closed } = keepOutput(output, most);
  await closed;
  return text();
}

const texts = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 30 });

describe("what is kept of an output", () => {
  it("is all of it, or its start and its end, however it comes in pieces", async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 60 }), async (chunks, most) => {
        const whole = chunks.join("");
        const cut = `${whole.slice(0, most)}\n${whole.slice(-most)}`;
        expect(await kept(chunks, most)).toBe(whole.length <= 2 * most ? whole : cut);
      }),
    );
  });

  it("is a short end where no more is asked for", async () => {
    expect(await kept(["x".repeat(50_000), " the end"])).toBe(`${"x".repeat(16_376)} the end`);
    expect(keepOutput(null).text()).toBe("");
  });
});
