import { expect, it } from "vitest";
import { browserPrinter } from "../../../src/report/pdf/print.js";

it("a browser that cannot be started is a mistake with its path, and nothing is waited for afterwards", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const printing = browserPrinter(import.meta.dirname)("<p>x</p>");
  await expect(printing).rejects.toThrow(
    `cannot start ${import.meta.dirname}, the browser (--browser): permission denied; change its rights, or choose another place (EACCES)`,
  );
  expect(timers()).toBeLessThanOrEqual(before);
});
