import type { Checked } from "../../runner/doctor/index.js";
import { UserError } from "../../user-error.js";
import { command, type Given, jsonOption, namesOf, option } from "../command.js";
import { selfTestOptions } from "../options/self-test-options.js";

/** Exit code where a check is as bad as `--fail-on` names. */
const FAILED = 3;

const options = [
  option("--self-test", "Record one program under two names: false alarms, noise floor, overhead"),
  ...selfTestOptions,
  option("--fail-on <status>", `Exit with ${FAILED} where a check says bad, or note`, ["bad", "note"]),
  jsonOption,
];
type DoctorGiven = Given<typeof options>;

export const doctor = command({
  name: "doctor",
  args: "",
  summary: "Is this machine fit to measure on? --self-test measures its noise",
  options,
  examples: ["doctor", "doctor --self-test", "doctor --self-test --budget 5m --keep", "doctor --json --fail-on bad"],
  async run(given, io) {
    const failOn = failOnOf(given.options);
    refuseStrayOptions(given.options);
    const selfTest = given.options["self-test"] ? await import("./doctor-self-test.js") : null;
    const asked = selfTest?.selfTestOptionsOf(given);
    const [{ machineIdentity }, { gatherFacts }, { examine }] = await Promise.all([
      import("../../runner/machine/machine-identity.js"),
      import("../../runner/doctor/gather.js"),
      import("../../runner/doctor/index.js"),
    ]);
    const checks = examine(await gatherFacts(await machineIdentity(undefined)));
    if (!given.options.json) await (await import("../print/doctor-words.js")).printChecks(checks, io);
    const unfit = checks.filter(({ status }) => status === "bad").map(({ title }) => title);
    const tested = selfTest && asked && (await selfTest.runSelfTest(asked, io, unfit));
    const failed = failOn.some((status) => checks.some((check) => check.status === status));
    const exitCode = tested?.interrupted ? 130 : failed ? FAILED : 0;
    return { json: { checks, ...(tested && { selfTest: tested }) }, exitCode };
  },
});

/** The statuses that are failures: `note` is one where `bad` is. */
function failOnOf({ "fail-on": status }: DoctorGiven["options"]): Checked["status"][] {
  if (status === undefined) return [];
  if (status === "bad") return ["bad"];
  if (status === "note") return ["bad", "note"];
  throw new UserError(`--fail-on is "${status}": give bad or note`);
}

function refuseStrayOptions(options: DoctorGiven["options"]): void {
  const stray = options["self-test"] ? undefined : namesOf(selfTestOptions).find((name) => options[name]);
  if (stray !== undefined) throw new UserError(`--${stray} is for --self-test: give that as well, or leave it out`);
}
