import {
  type CommandLine,
  type ProcessEnd,
  type Program,
  type Supervision,
  superviseProgram,
} from "./supervised-process.js";

export type CommandOptions = Supervision & Pick<Program, "environment" | "folder">;

/** Runs a user's command to its end. A time-out or a stop ends all that it started; what it leaves behind is ended as well. */
export function runCommand(command: CommandLine, options: CommandOptions): Promise<ProcessEnd> {
  return superviseProgram({ ...options, command }, { ...options, sampling: "memory" });
}
