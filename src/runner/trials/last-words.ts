/** Lines of an output that are kept beside the one that tells the error. */
const LINES_AROUND = 3;

/** A line of a stack, as Node ("    at f (x.mjs:3:1)"), Java and Ruby ("	from x.rb:3") write them. */
const FRAME = /^\s+(?:at|from) \S/;
/** Frames of Node itself and of packages. */
const FOREIGN_FRAME = /\bnode:[\w/]+:\d|\/node_modules\/|\[eval\]-wrapper|<anonymous>\)?$/;
const ERROR_LINE = /\b\w*(?:Error|Exception)\b|\b(?:error|panic|fatal)\b/i;
/** How programs say that something is wrong, where the last line is a hint or their usage. */
const COMPLAINT =
  /error|exception|panic|fatal|cannot|can't|could not|unable|unrecogni[sz]ed|unknown|invalid|illegal|bad |no such|not found|missing|denied|refused|inappropriate|failed/i;

/**
 * The end of a program's standard error: the line that tells the error first, then the lines around it in their order. Of a
 * stack the frames of the program's own files stay. "" where nothing was said.
 */
export function lastWords(stderr: string): string {
  const lines = stderr
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const fatal = lines.find((line) => /^(?:FATAL ERROR|Fatal Python error|Uncaught): /.test(line));
  if (fatal !== undefined) return fatal;
  return withStack(lines) ?? ofNpm(lines) ?? withoutStack(lines);
}

/** npm says first what is wrong, then all that its command can do, and last where its log is. */
function ofNpm(lines: readonly string[]): string | null {
  if (lines.at(-1)?.startsWith("npm error A complete log of this run") !== true) return null;
  return lines
    .slice(0, -1)
    .filter((line) => line.startsWith("npm error "))
    .slice(0, LINES_AROUND + 1)
    .join("\n");
}

/** An error that is followed by its stack: what stands below the stack says no more. */
function withStack(lines: readonly string[]): string | null {
  const at = lines.findIndex((line, index) => index > 0 && FRAME.test(line));
  if (at === -1) return null;
  const before = lines.slice(0, at);
  const error = before.findLast((line) => ERROR_LINE.test(line)) ?? before.at(-1) ?? "";
  const end = lines.findIndex((line, index) => index > at && !FRAME.test(line));
  const frames = lines.slice(at, end === -1 ? undefined : end).filter((line) => !FOREIGN_FRAME.test(line));
  return [error.trim(), ...frames.slice(0, LINES_AROUND)].join("\n");
}

function withoutStack(lines: readonly string[]): string {
  const last = lines.filter((line) => !line.startsWith("Traceback (")).slice(-LINES_AROUND - 1);
  // Python's last line is the error; GNU programs end with a hint, and say the error above.
  const error = last.findLastIndex((line) => COMPLAINT.test(line) && !/^\s|^usage\b|^try\b/i.test(line));
  const told = error === -1 ? last.length - 1 : error;
  return [last[told] ?? "", ...last.filter((_, index) => index !== told)].join("\n");
}
