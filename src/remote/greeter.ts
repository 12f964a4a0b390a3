/**
 * Runs on another machine before anything of ours is there: its text is handed to a Node as it is, so it imports nothing but
 * Node's own modules. It says what machine this is, takes the program and the files of a study, each once, and hands over to the
 * program that it took.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Carried, FromMachine, Order, ToMachine } from "./messages.js";

/** Most bytes of a pack when it is unpacked. */
const MOST_BYTES = 256 * 1024 * 1024;
const MANIFEST = ".packed";
/** How long a program or a study is kept that nobody records with. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Where nothing is heard for so long the connection is cut, though nothing says so. */
const LONGEST_SILENCE_MS = 60_000;
/** How often the other side hears that this one is there. */
const ALIVE_MS = 10_000;

/** Where everything of ours is kept on this machine, whatever folder is entered later; safe to delete while nothing records. */
const kept = resolve(process.env.SCALEBOOK_CACHE || join(homedir(), ".cache", "scalebook"), "remote");

type Pack = Extract<ToMachine, { kind: "pack" }>;

const remove = (path: string) => rmSync(path, { recursive: true, force: true });

const folderOf = (what: Carried, hash: string) => join(kept, what, hash);

function say(message: FromMachine): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Whether what was carried over before is whole: each file has the bytes that it came with. */
function isWhole(folder: string, hash: string): boolean {
  try {
    const head = readFileSync(join(folder, MANIFEST));
    const whole = createHash("sha256").update(head);
    for (const { path } of JSON.parse(head.toString()) as { path: string }[])
      whole.update(readFileSync(join(folder, path)));
    return whole.digest("hex") === hash;
  } catch {
    return false;
  }
}

/** Unpacks into a folder that is there for this alone. */
function unpack({ what, hash, content }: Pack, folder: string): void {
  const whole = gunzipSync(Buffer.from(content, "base64"), { maxOutputLength: MOST_BYTES });
  const arrived = createHash("sha256").update(whole).digest("hex");
  if (arrived !== hash) throw new Error(`the ${what} that arrived has the hash ${arrived}, and ${hash} was sent`);
  remove(folder);
  mkdirSync(folder, { recursive: true });
  let at = whole.indexOf("\n") + 1;
  const head = whole.subarray(0, at);
  for (const { path, bytes } of JSON.parse(head.toString()) as { path: string; bytes: number }[]) {
    const file = join(folder, path);
    if (!file.startsWith(join(folder, "/"))) throw new Error(`the ${what} has a file outside of its folder: ${path}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, whole.subarray(at, at + bytes));
    at += bytes;
  }
  writeFileSync(join(folder, MANIFEST), head);
}

/** Removes what was carried over and has not been used for long: every version of a program and of a study leaves some. */
function forgetOld(what: Carried): void {
  for (const name of readdirSync(join(kept, what))) {
    const folder = join(kept, what, name);
    // Another machine that shares this folder may do the same.
    const usedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - usedMs > KEPT_MS) remove(folder);
  }
}

/** Takes what was sent into the folder of its hash, which comes into its place as a whole; nothing is left where that fails. */
function take(pack: Pack): void {
  const folder = folderOf(pack.what, pack.hash);
  const fresh = `${folder}.${process.pid}.tmp`;
  try {
    unpack(pack, fresh);
    remove(folder);
    renameSync(fresh, folder);
    forgetOld(pack.what);
  } catch (error) {
    try {
      remove(fresh);
    } catch {
      // What could not be written cannot always be removed either; the error that is told is the first.
    }
    throw error;
  }
}

/** Messages as they come in. It ends when the other side is gone. */
async function* messages(): AsyncGenerator<ToMachine> {
  let pieces: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    let rest = chunk;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      const line = Buffer.concat([...pieces, rest.subarray(0, end)]).toString();
      pieces = [];
      rest = rest.subarray(end + 1);
      if (line !== "") yield JSON.parse(line) as ToMachine;
    }
    pieces.push(rest);
  }
}

/** What a recording is given of this machine and of the side that ordered it. */
export interface Here {
  /** Folder of all that is kept on this machine. */
  kept: string;
  /** Folder of the files of the study, where it has some. */
  study: string | null;
  say(message: FromMachine): void;
  interrupted: AbortSignal;
  /** Names of the files that are stored where it was ordered; none where nobody is there any more. */
  stored: Promise<string[]>;
}

async function serve(): Promise<void> {
  const folders: Partial<Record<Carried, string>> = {};
  const interrupted = new AbortController();
  let tellStored: (names: string[]) => void = () => undefined;
  const stored = new Promise<string[]>((resolve) => {
    tellStored = resolve;
  });
  const hasCome = ({ what, hash }: { what: Carried; hash: string }) => {
    const folder = folderOf(what, hash);
    folders[what] = folder;
    const now = new Date();
    utimesSync(folder, now, now);
    say({ kind: "present", what, folder });
  };
  let recording: Promise<void> | undefined;
  let silence: NodeJS.Timeout | undefined;
  const alive = setInterval(() => say({ kind: "here" }), ALIVE_MS).unref();
  for await (const message of messages()) {
    if (message.kind === "have") {
      const { what, hash } = message;
      if (isWhole(folderOf(what, hash), hash)) hasCome(message);
      else say({ kind: "wanted", what });
    } else if (message.kind === "pack") {
      take(message);
      hasCome(message);
    } else if (message.kind === "interrupt") interrupted.abort();
    else if (message.kind === "stored") tellStored(message.names);
    else if (message.kind === "record") {
      const { program = "", study = null } = folders;
      const here = { kept, study, say, interrupted: interrupted.signal, stored };
      recording = record(program, message.order, here).finally(() => process.stdin.push(null));
    }
    clearTimeout(silence);
    // It keeps nothing alive that is through.
    silence = setTimeout(() => process.stdin.push(null), LONGEST_SILENCE_MS).unref();
  }
  clearTimeout(silence);
  // Nobody is there to read it: what is recorded is kept for the next time.
  interrupted.abort();
  tellStored([]);
  await recording;
  clearInterval(alive);
}

/** Records with the program that was carried over. */
async function record(program: string, order: Order, here: Here): Promise<void> {
  const recorder = pathToFileURL(join(program, ".build", "cli", "recorder.js")).href;
  const { recordOrder } = (await import(recorder)) as { recordOrder(order: Order, here: Here): Promise<void> };
  await recordOrder(order, here);
}

/** What a person is told: of a bug its stack, in which this text is not repeated. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("syscall" in error) {
    const remedy = "make room there, or let SCALEBOOK_CACHE name another folder there";
    return `${kept} cannot be used (${error.message}): ${remedy}`;
  }
  if (error.stack === undefined) return error.message;
  return error.stack.replaceAll(import.meta.url, "greeter");
}

say({ kind: "hello", node: process.version, name: hostname(), kept, atMs: Date.now() });
process.stdout.on("error", () => undefined);
serve()
  .catch((error: unknown) => {
    say({ kind: "refused", message: wordsOf(error) });
    process.exitCode = 1;
  })
  .finally(() => process.stdin.destroy());
