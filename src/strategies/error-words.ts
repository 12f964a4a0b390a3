import { inspect } from "node:util";

/** Frames that are told of an error; more take room in every run file. */
const MOST_FRAMES = 3;
/** Characters of a value that was thrown. */
const LONGEST = 300;
/** The folder of this program: its frames, those of Node and of packages say nothing of the user's work. */
const OWN_FOLDER = new URL("..", import.meta.url).href;
/** A frame in a file: "at task (file:///home/me/work.mjs:12:5)", "at file:///home/me/work.mjs:3:7", or with a plain path. */
const FRAME = /^\s+at (?:(.+?) \()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:\\).+?):(\d+:\d+)\)?$/;

/**
 * Name and message of an error in the first line; below, where in the user's files it was thrown, a line a frame such as
 * "    at task (work.mjs:12:5)", without folders.
 */
export function errorWords(error: unknown): string {
  if (!isErrorLike(error)) return thrownWords(error);
  const { name = "Error", message, stack } = error;
  // From Node 22 on a DataCloneError comes through a pool as a plain Error: its words are left in its stack alone.
  const [, inStack] = message === "" && typeof stack === "string" ? (/^(\w+: .+)/.exec(stack) ?? []) : [];
  return [inStack ?? `${name}: ${message}`, ...userFrames(stack)].join("\n");
}

/** An error that came through a process is an object of its fields only. */
export function isErrorLike(thrown: unknown): thrown is Pick<Error, "message"> & Partial<Error> {
  return typeof thrown === "object" && thrown !== null && "message" in thrown && typeof thrown.message === "string";
}

/** What was thrown and is no Error. Text is its own message. */
function thrownWords(thrown: unknown): string {
  if (typeof thrown === "string" && thrown.trim() !== "") return thrown;
  return `${shown(thrown)}, which is no Error`;
}

function shown(thrown: unknown): string {
  const options = { depth: 2, breakLength: Number.POSITIVE_INFINITY, customInspect: false };
  return inspect(thrown, options).slice(0, LONGEST);
}

/** The frames of a stack that lie in files of the user's. */
export function userFrames(stack: unknown): string[] {
  if (typeof stack !== "string") return [];
  const frames = stack.split("\n").flatMap((line) => {
    const [, name, file = "", place] = FRAME.exec(line) ?? [];
    if (file === "" || file.startsWith(OWN_FOLDER) || isForeign(file)) return [];
    const where = `${file.split(/[/\\]/).at(-1)}:${place}`;
    return [`    at ${name === undefined ? where : `${name} (${where})`}`];
  });
  return frames.slice(0, MOST_FRAMES);
}

function isForeign(file: string): boolean {
  return /[/\\]node_modules[/\\]/.test(file) || `file://${file}`.startsWith(OWN_FOLDER);
}
