/** The calls of a file system on a simulated disk, each with what may go wrong with it. */
import { constants } from "node:fs";
import { posix } from "node:path";
import type { Disk, FileNode, FolderNode, Node, Random } from "./disk.js";

/** Codes that a disk refuses calls with, and the calls that may be refused so. */
const REFUSED = {
  // A network file system, or one that allocates late, has no room only when what was written is to reach it.
  ENOSPC: ["open", "write", "mkdir", "rename", "fsync", "fdatasync", "close"],
  EIO: ["open", "write", "read", "fsync", "fdatasync", "close", "scandir", "lstat", "stat", "rename", "unlink"],
  EROFS: ["open", "write", "mkdir", "rename", "unlink", "rmdir", "utime"],
  EACCES: ["open", "mkdir", "rename", "unlink", "rmdir", "scandir"],
} as const;

export type Code = keyof typeof REFUSED;
export const CODES = Object.keys(REFUSED) as Code[];

/** What goes wrong, and at which call, counted from 0. */
export type Fault =
  | { kind: "none" }
  /** Files take and give a few bytes at a time. */
  | { kind: "short" }
  /** The process is killed and the system lives on, or the power is cut: at that call, or at the one after so many renames. */
  | { kind: "kill" | "power"; at: number; afterRenames?: number }
  /** So many calls of those that a code is for are refused, from that call on. */
  | { kind: "refused"; at: number; code: Code; times: number }
  /** The clock is set back or forth. */
  | { kind: "clock"; at: number; byMs: number };

/** Bugs that a search must find, as if the program had them. */
export const PLANTED = {
  "rename-before-sync": "files are renamed before they are synced",
  "no-sync": "files are not synced",
  "no-folder-sync": "folders are not synced",
} as const;

export type Planted = keyof typeof PLANTED;

/** Thrown at every call of a process that is dead: nobody sees it. */
export class Dead extends Error {}

/** Descriptors of simulated files, far from those of the system. */
export const FIRST_DESCRIPTOR = 1_000_000_000;

const SHORT_BYTES = 700;

interface Opened {
  node: Node;
  path: string;
  append: boolean;
  position: number;
}

type Place = { folder: FolderNode; name: string; node: Node | undefined };

/** Calls by the names of Node's functions without "Sync". They take what this program gives them, and no more. */
export class Calls {
  /** Calls so far. */
  count = 0;
  isDead = false;
  /** Calls that were refused by the fault. */
  refused = 0;
  /** A line a call, where it is wanted. */
  trace: string[] | null = null;
  planted: Planted | null = null;
  readonly #disk: Disk;
  readonly #fault: Fault;
  readonly #random: Random;
  readonly #setClock: (byMs: number) => void;
  readonly #open = new Map<number, Opened>();
  #renames = 0;
  /** Files that were to be synced before they are renamed. */
  readonly #late = new Set<Node>();
  #next = FIRST_DESCRIPTOR;

  constructor(disk: Disk, fault: Fault, random: Random, setClock: (byMs: number) => void) {
    this.#disk = disk;
    this.#fault = fault;
    this.#random = random;
    this.#setClock = setClock;
  }

  /** One call of the system; `half` does a part of it where it is cut off. */
  #call(syscall: string, paths: Record<string, string>, half?: () => void, about = ""): void {
    if (this.isDead) throw new Dead();
    const fault = this.#fault;
    const number = this.count++;
    this.trace?.push(`${number} ${syscall} ${Object.values(paths).join(" -> ")}${about}`);
    if (!("at" in fault) || (number < fault.at && !this.#isAfterRenames())) return;
    if (fault.kind === "clock") {
      if (number === fault.at) this.#setClock(fault.byMs);
      return;
    }
    if (fault.kind !== "refused") {
      this.trace?.push(`--- ${fault.kind === "kill" ? "killed" : "the power is cut"}`);
      if (this.#random() < 0.5) half?.();
      this.isDead = true;
      throw new Dead();
    }
    const { code, times } = fault;
    if (this.refused >= times || !(REFUSED[code] as readonly string[]).includes(syscall)) return;
    this.refused += 1;
    this.trace?.push(`--- ${code}`);
    half?.();
    throw failure(code, syscall, paths);
  }

  #isAfterRenames(): boolean {
    return "afterRenames" in this.#fault && this.#renames >= (this.#fault.afterRenames ?? 0);
  }

  #place(path: string, syscall: string): Place {
    const parts = posix.normalize(path).split("/").filter(Boolean);
    const name = parts.pop() ?? "";
    let folder: Node = this.#disk.root;
    for (const part of parts) {
      const next: Node | undefined = folder.kind === "folder" ? folder.names.get(part) : undefined;
      if (next === undefined) throw failure(folder.kind === "file" ? "ENOTDIR" : "ENOENT", syscall, { path });
      folder = next;
    }
    if (folder.kind === "file") throw failure("ENOTDIR", syscall, { path });
    return { folder, name, node: name === "" ? folder : folder.names.get(name) };
  }

  #there(path: string, syscall: string): Node {
    const { node } = this.#place(path, syscall);
    if (node === undefined) throw failure("ENOENT", syscall, { path });
    return node;
  }

  #opened(descriptor: number, syscall: string): Opened {
    const opened = this.#open.get(descriptor);
    if (opened === undefined) throw failure("EBADF", syscall, {});
    return opened;
  }

  lstat(path: string, options?: { throwIfNoEntry?: boolean }, syscall = "lstat"): Look | undefined {
    this.#call(syscall, { path });
    try {
      return new Look(this.#there(path, syscall));
    } catch (error) {
      if (options?.throwIfNoEntry === false) return undefined;
      throw error;
    }
  }

  stat(path: string, options?: { throwIfNoEntry?: boolean }): Look | undefined {
    return this.lstat(path, options, "stat");
  }

  fstat(descriptor: number): Look {
    this.#call("fstat", {});
    return new Look(this.#opened(descriptor, "fstat").node);
  }

  exists(path: string): boolean {
    try {
      this.#call("access", { path });
      this.#there(path, "access");
      return true;
    } catch {
      return false;
    }
  }

  access(path: string): void {
    this.#call("access", { path });
    this.#there(path, "access");
  }

  realpath(path: string): string {
    this.#call("realpath", { path });
    this.#there(path, "realpath");
    return posix.resolve(path);
  }

  readdir(path: string, options?: { withFileTypes?: boolean; recursive?: boolean } | string): string[] | Look[] {
    this.#call("scandir", { path });
    const node = this.#there(path, "scandir");
    if (node.kind === "file") throw failure("ENOTDIR", "scandir", { path });
    const { withFileTypes = false, recursive = false } = typeof options === "object" ? options : {};
    if (recursive) throw new Error("the simulated disk lists no folders within folders");
    // The order of names is no order that one may count on.
    const names = [...node.names].sort(([a], [b]) => (a < b ? 1 : -1));
    return withFileTypes ? names.map(([name, one]) => new Look(one, name, path)) : names.map(([name]) => name);
  }

  mkdir(path: string, options?: { recursive?: boolean } | number): string | undefined {
    const recursive = typeof options === "object" && options.recursive === true;
    const parent = posix.dirname(posix.resolve(path));
    let first: string | undefined;
    if (recursive && parent !== "/" && !this.#isFolder(parent)) first = this.mkdir(parent, options);
    const { folder, name, node } = this.#place(path, "mkdir");
    if (recursive && node?.kind === "folder") return first;
    this.#call("mkdir", { path });
    if (node !== undefined) throw failure("EEXIST", "mkdir", { path });
    this.#disk.link(folder, name, this.#disk.folder());
    return recursive ? (first ?? path) : undefined;
  }

  #isFolder(path: string): boolean {
    try {
      return this.#there(path, "stat").kind === "folder";
    } catch {
      return false;
    }
  }

  mkdtemp(prefix: string): string {
    const path = `${prefix}${this.count.toString(36).padStart(6, "0")}`;
    this.mkdir(path);
    return path;
  }

  open(path: string, flags: string | number = "r"): number {
    const { write, create, exclusive, empty, append } = meaningOf(flags);
    this.#call("open", { path });
    const { folder, name, node: there } = this.#place(path, "open");
    if (there !== undefined && create && exclusive) throw failure("EEXIST", "open", { path });
    if (there === undefined && !create) throw failure("ENOENT", "open", { path });
    if (there?.kind === "folder" && write) throw failure("EISDIR", "open", { path });
    const node = there ?? this.#disk.file();
    if (there === undefined) this.#disk.link(folder, name, node);
    else if (empty && node.kind === "file") this.#disk.setBytes(node, Buffer.alloc(0));
    this.#open.set(this.#next, { node, path, append, position: 0 });
    return this.#next++;
  }

  close(descriptor: number): void {
    this.#opened(descriptor, "close");
    // A failed close still lets go of the descriptor.
    this.#open.delete(descriptor);
    this.#call("close", {});
  }

  read(
    descriptor: number,
    into: Uint8Array,
    offset = 0,
    length = into.length - offset,
    position?: number | null,
  ): number {
    this.#call("read", {});
    const opened = this.#opened(descriptor, "read");
    if (opened.node.kind === "folder") throw failure("EISDIR", "read", {});
    const from = position ?? opened.position;
    const most = this.#fault.kind === "short" ? Math.min(length, SHORT_BYTES) : length;
    const bytes = opened.node.bytes.subarray(from, from + most);
    into.set(bytes, offset);
    if (position === undefined || position === null) opened.position += bytes.length;
    return bytes.length;
  }

  write(
    descriptor: number,
    given: Uint8Array | string,
    offset: number | null = 0,
    length?: number | null,
    position?: number | null,
  ): number {
    const opened = this.#opened(descriptor, "write");
    const all = typeof given === "string" ? Buffer.from(given) : given;
    const from = typeof given === "string" ? 0 : (offset ?? 0);
    const wanted = all.subarray(from, from + (length ?? all.length - from));
    const put = (bytes: Uint8Array) => {
      const node = opened.node as FileNode;
      const at = opened.append ? node.bytes.length : (position ?? opened.position);
      this.#disk.write(node, bytes, at);
      if (position === undefined || position === null) opened.position += bytes.length;
    };
    this.#call("write", {}, () => put(wanted.subarray(0, Math.floor(wanted.length / 2))), opened.path);
    const taken = this.#fault.kind === "short" ? wanted.subarray(0, SHORT_BYTES) : wanted;
    put(taken);
    return taken.length;
  }

  fsync(descriptor: number): void {
    this.#sync(descriptor, "fsync");
  }

  fdatasync(descriptor: number): void {
    this.#sync(descriptor, "fdatasync");
  }

  #sync(descriptor: number, syscall: "fsync" | "fdatasync"): void {
    const { node, path } = this.#opened(descriptor, syscall);
    try {
      this.#call(syscall, {}, undefined, path);
    } catch (error) {
      // Systems forget what they could not write: to ask again says that all is well.
      if (!(error instanceof Dead)) this.#disk.neverSyncs(node);
      throw error;
    }
    if (this.planted === (node.kind === "file" ? "no-sync" : "no-folder-sync")) return;
    if (this.planted === "rename-before-sync" && node.kind === "file" && syscall === "fsync") this.#late.add(node);
    else this.#disk.sync(node);
  }

  readFile(path: string | number, options?: string | { encoding?: string | null }): Buffer | string {
    const descriptor = typeof path === "number" ? path : this.open(path);
    const { node } = this.#opened(descriptor, "read");
    this.#call("read", {});
    if (typeof path === "string") this.close(descriptor);
    if (node.kind === "folder") throw failure("EISDIR", "read", {});
    const encoding = typeof options === "object" ? options?.encoding : options;
    return encoding ? node.bytes.toString(encoding as BufferEncoding) : Buffer.from(node.bytes);
  }

  writeFile(
    path: string | number,
    content: string | Uint8Array,
    options?: { flag?: string; flush?: boolean } | string,
  ): void {
    const { flag = "w", flush = false } = typeof options === "object" ? options : {};
    const descriptor = typeof path === "number" ? path : this.open(path, flag);
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    try {
      for (let at = 0; at < bytes.length; ) at += this.write(descriptor, bytes, at);
      if (flush) this.fsync(descriptor);
    } finally {
      if (typeof path === "string") this.close(descriptor);
    }
  }

  appendFile(path: string | number, content: string | Uint8Array): void {
    this.writeFile(path, content, { flag: "a" });
  }

  truncate(path: string, length = 0): void {
    this.#call("write", { path });
    const node = this.#there(path, "open");
    if (node.kind === "file") this.#disk.setBytes(node, Buffer.from(node.bytes.subarray(0, length)));
  }

  ftruncate(descriptor: number, length = 0): void {
    this.#call("write", {});
    const { node } = this.#opened(descriptor, "ftruncate");
    if (node.kind === "file") this.#disk.setBytes(node, Buffer.from(node.bytes.subarray(0, length)));
  }

  rename(from: string, to: string): void {
    this.#call("rename", { path: from, dest: to });
    const [source, target] = [this.#place(from, "rename"), this.#place(to, "rename")];
    if (source.node === undefined) throw failure("ENOENT", "rename", { path: from, dest: to });
    if (target.node?.kind === "folder" && (source.node.kind === "file" || target.node.names.size > 0))
      throw failure(source.node.kind === "file" ? "EISDIR" : "ENOTEMPTY", "rename", { path: from, dest: to });
    if (target.node?.kind === "file" && source.node.kind === "folder")
      throw failure("ENOTDIR", "rename", { path: from, dest: to });
    this.#disk.rename(source.folder, source.name, target.folder, target.name);
    this.#renames += 1;
    if (!this.#late.delete(source.node)) return;
    this.#call("fsync", {});
    this.#disk.sync(source.node);
  }

  link(from: string, to: string): void {
    this.#call("link", { path: from, dest: to });
    const [node, target] = [this.#there(from, "link"), this.#place(to, "link")];
    if (target.node !== undefined) throw failure("EEXIST", "link", { path: from, dest: to });
    this.#disk.link(target.folder, target.name, node);
  }

  unlink(path: string): void {
    this.#call("unlink", { path });
    const { folder, name, node } = this.#place(path, "unlink");
    if (node === undefined) throw failure("ENOENT", "unlink", { path });
    if (node.kind === "folder") throw failure("EISDIR", "unlink", { path });
    this.#disk.unlink(folder, name);
  }

  rmdir(path: string): void {
    this.#call("rmdir", { path });
    const { folder, name, node } = this.#place(path, "rmdir");
    if (node === undefined) throw failure("ENOENT", "rmdir", { path });
    if (node.kind === "file") throw failure("ENOTDIR", "rmdir", { path });
    if (node.names.size > 0) throw failure("ENOTEMPTY", "rmdir", { path });
    this.#disk.unlink(folder, name);
  }

  rm(path: string, { recursive = false, force = false }: { recursive?: boolean; force?: boolean } = {}): void {
    const look = this.lstat(path, { throwIfNoEntry: !force });
    if (look === undefined) return;
    if (!look.isDirectory()) {
      this.unlink(path);
      return;
    }
    if (!recursive) throw failure("ERR_FS_EISDIR", "rm", { path });
    for (const name of this.readdir(path) as string[]) this.rm(posix.join(path, name), { recursive, force });
    this.rmdir(path);
  }

  utimes(path: string, _atime: unknown, mtime: Date | number): void {
    this.#call("utime", { path });
    const node = this.#there(path, "utime");
    node.mtimeMs = Number(mtime instanceof Date ? mtime : mtime * 1_000);
    node.ctimeMs = this.#disk.now();
  }

  chmod(path: string): void {
    this.#call("chmod", { path });
  }
}

/** A node as Node's functions describe it, or as an entry of a folder. */
export class Look {
  readonly size: number;
  readonly ino: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly mtime: Date;
  readonly mode = 0o644;
  readonly uid = 0;
  readonly nlink = 1;
  readonly dev = 1;
  readonly name: string;
  readonly parentPath: string;
  readonly #kind: Node["kind"];

  constructor(node: Node, name = "", parentPath = "") {
    this.size = node.kind === "file" ? node.bytes.length : 0;
    this.ino = node.id;
    this.mtimeMs = node.mtimeMs;
    this.ctimeMs = node.ctimeMs;
    this.mtime = new Date(node.mtimeMs);
    this.name = name;
    this.parentPath = parentPath;
    this.#kind = node.kind;
  }

  isFile(): boolean {
    return this.#kind === "file";
  }

  isDirectory(): boolean {
    return this.#kind === "folder";
  }

  isSymbolicLink(): boolean {
    return false;
  }

  isFIFO(): boolean {
    return false;
  }
}

function meaningOf(flags: string | number) {
  if (typeof flags === "number") {
    const has = (flag: number) => (flags & flag) !== 0;
    return {
      write: has(constants.O_WRONLY | constants.O_RDWR),
      create: has(constants.O_CREAT),
      exclusive: has(constants.O_EXCL),
      empty: has(constants.O_TRUNC),
      append: has(constants.O_APPEND),
    };
  }
  const [kind, more] = [flags.replace(/[^rwa]/g, ""), flags.includes("+")];
  return {
    write: kind !== "r" || more,
    create: kind !== "r",
    exclusive: flags.includes("x"),
    empty: kind === "w",
    append: kind === "a",
  };
}

/** An error as the system's are: those of open files name no path. */
function failure(code: string, syscall: string, paths: Record<string, string>): Error {
  const named = Object.values(paths).map((path) => ` '${path}'`);
  return Object.assign(new Error(`${code}: simulated, ${syscall}${named.join(" ->")}`), { code, syscall, ...paths });
}
