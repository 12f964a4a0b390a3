import { expect, it } from "vitest";
import { loadCatalogue } from "../../../src/app/catalogue.js";
import { refuseUnfit } from "../../../src/runner/recording/refuse-unfit.js";
import { matrix } from "../../../src/study/study.js";
import { UserError } from "../../../src/user-error.js";
import { sampleHeader } from "../../record/sample.js";

const catalogue = await loadCatalogue();
const { experiments: _, ...about } = sampleHeader();
const levels = { workload: ["sleep"], strategy: ["sequential"], n: [{ taskMs: 5 }, { taskMs: 50 }, 7] };
const experiment = { id: "mine", title: "t", question: "q", matrix: [matrix(levels)] };
const refuse =
  (more: object, header: object = {}) =>
  () =>
    refuseUnfit(
      { ...about, ...header },
      { study: { id: "own", experiments: [{ ...experiment, ...more }] }, catalogue, overrides: {} },
    );

it("what a run file cannot hold is a mistake of the user's, told with its place before anything is recorded", () => {
  expect(refuse({})).not.toThrow();
  const message = `this cannot be kept in a run file: experiments[0].title is "${"x".repeat(60)}...": must be at most 2000 characters long`;
  expect(refuse({ title: "x".repeat(2_001) })).toThrow(new UserError(message));
  expect(refuse({ id: "nul" })).toThrow('experiments[0].id is "nul": Windows keeps this name for a device');
  expect(refuse({}, { command: "x".repeat(2_001) })).toThrow("run file: command is");
});
