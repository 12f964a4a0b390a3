import { Buffer } from "node:buffer";
import { fstatSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { withKept } from "./kept-globals.js";
import type { CloseRequest, Reply, Request, TrialReport } from "./messages.js";

/** One JSON message a line: requests at one file descriptor, replies at the other (ARCHITECTURE.md). */
const [REQUESTS, REPLIES] = [3, 4];
/** Exit code of a host whose pipe was closed (EX_IOERR): its standard error may be closed as well. */
const CANNOT_REPLY = 74;
/** A module may put another in its place. */
const exit: (code?: number) => never = process.exit;

/** What the pipe of requests is, by the system's number: a task may close it, and open something else by its number. */
const ownPipe = fstatSync(REQUESTS).ino;
const lines: string[] = [];
let rest = "";
let wake: (() => void) | undefined;

const requests = new Socket({ fd: REQUESTS, readable: true, writable: false }).setEncoding("utf8");
requests.on("data", (text: string) => {
  withKept(() => {
    const whole = (rest + text).split("\n");
    rest = whole.pop() ?? "";
    lines.push(...whole);
  });
  wake?.();
});
// The runner is gone: there is nothing left to report to. Workers in a busy loop are ended by the runner's watchdog.
for (const end of ["end", "error"]) requests.on(end, () => exit());

/** The next message of the runner. */
export async function nextRequest(): Promise<Request | CloseRequest> {
  while (lines.length === 0) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return withKept(() => JSON.parse(lines.shift() as string));
}

/** Says that the work is done, and waits for permission to close the workers. Throws where that could not come. */
export async function waitForClose(failures: TrialReport["failures"]): Promise<void> {
  if (!isOurs()) throw new Error(`file descriptor ${REQUESTS} was closed by the task: the host needs it`);
  say({ kind: "worked", ...(failures.length > 0 && { failures }) });
  await nextRequest();
}

/** Says the last reply, and ends with all that a task left running. */
export function leave(reply: Reply): never {
  say(reply);
  exit();
}

function say(reply: Reply): void {
  try {
    withKept(() => {
      let line = Buffer.from(`${JSON.stringify(reply)}\n`);
      while (line.length > 0) line = line.subarray(writeSync(REPLIES, line));
    });
  } catch (error) {
    // The runner is gone, or a task closed what is not its own.
    try {
      writeSync(2, `${error}: the host cannot reply on file descriptor ${REPLIES}\n`);
    } finally {
      exit(CANNOT_REPLY);
    }
  }
}

function isOurs(): boolean {
  try {
    return fstatSync(REQUESTS).ino === ownPipe;
  } catch {
    return false;
  }
}
