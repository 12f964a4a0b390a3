import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { ZodError } from "zod";
import type { Reply } from "../../trial/messages.js";
import { hostReply } from "./host-reply.js";
import { type Started, startProgram } from "./supervised-process.js";

/** The channel to a host. */
export interface Conversation {
  sendMessage(message: object): Promise<unknown>;
  getEachMessage(): AsyncIterable<Reply>;
}

/** Version of the messages that go over pipes; ARCHITECTURE.md describes them. */
const PROTOCOL = 1;
/** Characters of the longest line: the report of a million tasks has half as many. */
const LONGEST_LINE = 2 ** 28;

interface PipeHostOptions {
  environment: Record<string, string>;
  launcher?: readonly string[] | undefined;
  folder?: string | undefined;
}

/**
 * Starts a host. It reads requests at its file descriptor 3 and writes replies to 4: JSON in UTF-8, one message a line. Not
 * Node's own channel between processes: what a module writes into that ends the runner.
 */
export function startPipeHost(
  words: readonly string[],
  { environment, launcher, folder }: PipeHostOptions,
): Started<ChildProcess & Conversation> {
  const place = folder === undefined ? {} : { folder };
  const started = startProgram({ command: { words }, environment, launcher, ...place, pipes: true });
  if ("refused" in started) return started;
  const [requests, replies] = started.child.stdio.slice(3) as unknown as [Writable, Readable];
  // How the host ended says more than the pipe that broke with it.
  for (const pipe of [requests, replies]) pipe.on("error", () => {});
  const conversation: Conversation = {
    sendMessage: (message) =>
      new Promise<void>((resolve, reject) => {
        const line = `${JSON.stringify({ ...message, protocol: PROTOCOL })}\n`;
        requests.write(line, (error) => (error ? reject(error) : resolve()));
      }),
    async *getEachMessage() {
      for await (const line of linesOf(replies.setEncoding("utf8"))) yield replyOf(line);
    },
  };
  return { child: Object.assign(started.child, conversation) };
}

/** The reply in a line. What is none is no bug here: work that a host runs may have written on its pipe. */
function replyOf(line: string): Reply {
  try {
    return hostReply.parse(JSON.parse(line));
  } catch (error) {
    const issue = error instanceof ZodError ? error.issues[0] : undefined;
    const why = issue === undefined ? line.slice(0, 80) : `${issue.path.join(".")}: ${issue.message}`;
    return { kind: "failed", message: `the host sent a line that is no reply (${why})` };
  }
}

/** Lines that end in a line feed; other separators of Unicode may stand in them. A line without an end is cut. */
export async function* linesOf(texts: AsyncIterable<string>, longest = LONGEST_LINE): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const text of texts) {
    const [first = "", ...others] = text.split("\n");
    if (length + first.length > longest) return yield parts.join("");
    parts.push(first);
    length += first.length;
    const rest = others.pop();
    if (rest === undefined) continue;
    yield parts.join("");
    yield* others;
    parts = [rest];
    length = rest.length;
  }
}
