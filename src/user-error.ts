/**
 * A mistake of the person who runs the program: the message names the place, the value and what to do. The command
 * line prints it without a stack and exits with code 2; every other error is a bug.
 */
export class UserError extends Error {
  override name = "UserError";
}

/** The person ended the work before there was anything to keep: told as a mistake is, with the exit code of an interrupt. */
export class Interrupted extends UserError {
  override name = "Interrupted";
}
