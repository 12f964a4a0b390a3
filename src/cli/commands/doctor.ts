import type { Checked } from "../../runner/doctor/index.js";
import { UserError } from "../../user-error.js";
import { type Command, type Given, jsonOption, runsDirOption } from "../command.js";

/** Exit code where a check is as bad as `--fail-on` names. */
const FAILED = 3;

export const doctor: Command = {
  name: "doctor",
  args: "",
  summary: "Is this machine fit to measure on? --self-test measures its noise",
  options: [
    { flag: "--self-test", description: "Record one program under two names: false alarms, noise floor, overhead" },
    { flag: "--budget <time>", description: "How long the self-test may take (default: 2m)" },
    { flag: "--blocks <n>", description: "Record exactly so many blocks for it, 40 or more (instead of a budget)" },
    { flag: "--task-time <time>", description: "How long its tasks take (default: 100ms)" },
    { flag: "--seed <n>", description: "Seed of its orders and draws (default: a new one)" },
    { flag: "--keep", description: "Keep its recording as a run file" },
    runsDirOption,
    { flag: "--fail-on <status>", description: `Exit with ${FAILED} where a check says bad, or note` },
    jsonOption,
  ],
  examples: ["doctor", "doctor --self-test", "doctor --self-test --budget 5m --keep", "doctor --json --fail-on bad"],
  async run(given, io) {
    const failOn = failOnOf(given);
    refuseStrayOptions(given);
    const selfTest = given.has("self-test") ? await import("./doctor-self-test.js") : null;
    const asked = selfTest?.selfTestOptionsOf(given);
    const [{ machineIdentity }, { gatherFacts }, { examine }] = await Promise.all([
      import("../../runner/machine/machine-identity.js"),
      import("../../runner/doctor/gather.js"),
      import("../../runner/doctor/index.js"),
    ]);
    const checks = examine(await gatherFacts(await machineIdentity(undefined)));
    if (!given.has("json")) await (await import("../print/doctor-words.js")).printChecks(checks, io);
    const unfit = checks.filter(({ status }) => status === "bad").map(({ title }) => title);
    const tested = selfTest && asked && (await selfTest.runSelfTest(asked, io, unfit));
    if (given.has("json")) io.out(`${JSON.stringify({ checks, ...(tested && { selfTest: tested }) })}\n`);
    if (tested?.interrupted) return 130;
    return failOn.some((status) => checks.some((check) => check.status === status)) ? FAILED : 0;
  },
};

/** The statuses that are failures: `note` is one where `bad` is. */
function failOnOf(given: Given): Checked["status"][] {
  const status = given.text("fail-on");
  if (status === undefined) return [];
  if (status === "bad") return ["bad"];
  if (status === "note") return ["bad", "note"];
  throw new UserError(`--fail-on is "${status}": give bad or note`);
}

function refuseStrayOptions(given: Given): void {
  if (given.has("self-test")) return;
  const stray = ["budget", "blocks", "task-time", "seed", "keep", "runs-dir"].find((option) => given.has(option));
  if (stray !== undefined) throw new UserError(`--${stray} is for --self-test: give that as well, or leave it out`);
}
