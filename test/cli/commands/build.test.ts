import { expect, it } from "vitest";
import { sizeWords } from "../../../src/cli/commands/build.js";

it("warns of a site from 80 % of what GitHub Pages takes on, and says what makes it smaller", async () => {
  expect(await sizeWords({ bytes: 799_999_999 })).toEqual([]);
  expect(await sizeWords({ bytes: 812_000_000 })).toEqual([
    "the site has 812 MB, and GitHub Pages takes 1 GB: --history-pages 50 leaves out the charts of older runs",
  ]);
});
