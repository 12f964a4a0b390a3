import { describe, expect, it } from "vitest";
import { fitted } from "../../../src/report/write-up/fit.js";
import type { WriteUp } from "../../../src/report/write-up/model.js";
import type { Part } from "../../../src/report/write-up/parts.js";

/** A write-up of 3 pages of text and half a page a part. */
const parts = Array.from({ length: 10 }, (_, index) => ({ id: `part-${index}` }) as Part);
const drafting = {
  parts,
  draft: async (kept: readonly Part[]) => ({ title: String(kept.length) }) as WriteUp,
};
const truth = ({ title }: WriteUp) => Math.ceil(3 + Number(title) / 2);

async function fitOn(most: number, guess: (writeUp: WriteUp) => number) {
  let made = 0;
  const found = await fitted(drafting, most, guess, async (writeUp) => {
    made += 1;
    return { made: writeUp.title, pages: truth(writeUp) };
  });
  return { ...found, calls: made };
}

describe("a write-up on so many pages", () => {
  it.each([
    ["knows", (writeUp: WriteUp) => truth(writeUp)],
    ["is too bold", (writeUp: WriteUp) => truth(writeUp) - 1],
    ["is too shy", (writeUp: WriteUp) => truth(writeUp) + 1],
  ])("keeps as many parts as fit, where the guess %s", async (_, guess) => {
    for (const most of [3, 4, 5, 6, 7]) {
      const { kept, pages, made } = await fitOn(most, guess);
      expect(pages).toBeLessThanOrEqual(most);
      expect(kept).toBe((most - 3) * 2);
      expect(made).toBe(String(kept));
    }
  });

  it("takes all parts where there is room, and makes the document once where the guess is right", async () => {
    expect(await fitOn(8, truth)).toMatchObject({ kept: 10, pages: 8, calls: 1 });
    expect((await fitOn(7, truth)).calls).toBe(2);
  });

  it("takes a shorter part in place of one that has no room", async () => {
    const halves = (kept: readonly Part[]) => kept.reduce((sum, { id }) => sum + (id === "part-3" ? 3 : 1), 0);
    const found = await fitted(
      { parts, draft: async (kept) => ({ title: String(halves(kept)) }) as WriteUp },
      5,
      truth,
      async (writeUp) => ({ made: writeUp.title, pages: truth(writeUp) }),
    );
    expect(found).toMatchObject({ kept: 4, pages: 5, made: "4" });
  });

  it("keeps the text where even that is too long, and says so", async () => {
    expect(await fitOn(2, truth)).toMatchObject({ kept: 0, pages: 3 });
  });
});
