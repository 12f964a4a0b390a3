import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const verify: Command = {
  name: "verify",
  args: "",
  summary: "Check every run file: schema, hash, and the runs that others go on with",
  options: [runsDirOption, jsonOption],
  examples: ["verify", "verify --runs-dir archive --json"],
  async run(given, io) {
    const { verifyRuns } = await import("../../record/folder/verify-runs.js");
    const { runs, errors, warnings } = await verifyRuns(runsDirOf(given));
    if (given.has("json")) io.out(`${JSON.stringify({ runs, errors, warnings })}\n`);
    else {
      for (const { message } of errors) io.out(`error: ${message}\n`);
      for (const { message } of warnings) io.out(`warning: ${message}\n`);
      io.out(
        `${runs} ${runs === 1 ? "run" : "runs"} checked: ${counted(errors, "error")}, ${counted(warnings, "warning")}\n`,
      );
    }
    return errors.length === 0 ? 0 : 3;
  },
};

function counted(list: readonly unknown[], one: string): string {
  return `${list.length} ${list.length === 1 ? one : `${one}s`}`;
}
