import { expect, it } from "vitest";
import { changeFigure } from "../../../src/cli/print/changes-table.js";

it("changeFigure has a sign but for zero", () => {
  expect([-41.28, 3, 0.04, -0.04, null].map(changeFigure)).toEqual(["−41.3 %", "+3.0 %", "0.0 %", "0.0 %", ""]);
});
