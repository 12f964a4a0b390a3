import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const verify = command({
  name: "verify",
  args: "",
  summary: "Check every run file: schema, hash, and the runs that others go on with",
  options: [runsDirOption, jsonOption],
  examples: ["verify", "verify --runs-dir archive --json"],
  async run(given) {
    const { verifyRuns } = await import("../../record/folder/verify-runs.js");
    const dir = runsDirOf(given);
    const { runs, errors, warnings } = await verifyRuns(dir);
    return {
      json: { runs, errors, warnings },
      async text() {
        if (runs + errors.length === 0) return `${dir} holds no runs: nothing was checked\n`;
        const { plural } = await import("../../words/number.js");
        return [
          ...errors.map(({ message }) => `error: ${message}\n`),
          ...warnings.map(({ message }) => `warning: ${message}\n`),
          `${plural(runs, "run")} checked: ${plural(errors.length, "error")}, ${plural(warnings.length, "warning")}\n`,
        ];
      },
      exitCode: errors.length === 0 ? 0 : 3,
    };
  },
});
