import { existsSync } from "node:fs";
import { UserError } from "../../user-error.js";
import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const verify = command({
  name: "verify",
  args: "",
  summary: "Check every run file: schema, hash, and the runs that others go on with",
  options: [runsDirOption, jsonOption],
  examples: ["verify", "verify --runs-dir archive --json"],
  async run(given) {
    const dir = runsDirOf(given);
    // What was mistyped is not sound.
    if (!existsSync(dir)) throw new UserError(`there is no folder ${dir}: give that of the run files with --runs-dir`);
    const { verifyRuns } = await import("../../record/folder/verify-runs.js");
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
