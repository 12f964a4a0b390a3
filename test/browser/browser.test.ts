import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { packaged } from "./browser.js";

describe.skipIf(process.platform !== "linux" || process.arch !== "x64")("the Chromium of the npm package", () => {
  it("unpacks once, although two ask for it at the same time, and draws text", { timeout: 120_000 }, async () => {
    const [one, other] = await Promise.all([packaged(), packaged()]);
    expect(one).not.toBeNull();
    expect(other).toEqual(one);
    const browser = await chromium.launch({ executablePath: one?.executablePath ?? "", args: one?.args ?? [] });
    try {
      const page = await browser.newPage();
      await page.setContent('<span id="text">wide</span>');
      expect((await page.locator("#text").boundingBox())?.width).toBeGreaterThan(10);
    } finally {
      await browser.close();
    }
  });
});
