import type { Readable } from "node:stream";
import { UserError } from "../user-error.js";
import type { FromMachine } from "./messages.js";

/** Most bytes of a message: a run file has fewer, and a text of JavaScript holds more. */
const MOST_BYTES = 256 * 1024 * 1024;
const SHOWN = 80;
/** What each message has without which nothing can be done with it. */
const SHAPES: Record<FromMachine["kind"], Record<string, "string" | "number">> = {
  hello: { node: "string" },
  present: { what: "string", folder: "string" },
  wanted: { what: "string" },
  here: {},
  refused: { message: "string" },
  line: { text: "string" },
  file: { name: "string", content: "string" },
  ended: { exitCode: "number" },
};

/**
 * Messages, without what a login shell says before. Throws a UserError for a line that is none: anything may run at the other end.
 *
 * @param mostBytes of a line
 */
export async function* messagesIn(stream: Readable, mostBytes = MOST_BYTES): AsyncGenerator<FromMachine> {
  let isGreeted = false;
  for await (const line of linesOf(stream, mostBytes)) {
    if (!isGreeted && !line.startsWith('{"kind":"hello"')) continue;
    isGreeted = true;
    const message = messageIn(line);
    if (message === null) throw new UserError(`it sent what is no message of Scalebook: ${line.slice(0, SHOWN)}`);
    yield message;
  }
}

/** Lines that never grow beyond a limit. */
async function* linesOf(stream: Readable, mostBytes: number): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      yield Buffer.concat([...pieces, rest.subarray(0, end)]).toString();
      rest = rest.subarray(end + 1);
      pieces = [];
      bytes = 0;
    }
    pieces.push(rest);
    bytes += rest.length;
    if (bytes > mostBytes) throw new UserError(`it sent a line of more than ${mostBytes / 1024 / 1024} MB`);
  }
}

/** The message in a line; `null` where it is none. */
export function messageIn(line: string): FromMachine | null {
  try {
    const message = JSON.parse(line) as Record<string, unknown> | null;
    const shape = SHAPES[message?.kind as FromMachine["kind"]];
    const isWhole = shape && Object.entries(shape).every(([name, type]) => typeof message?.[name] === type);
    return isWhole ? (message as unknown as FromMachine) : null;
  } catch {
    return null;
  }
}
