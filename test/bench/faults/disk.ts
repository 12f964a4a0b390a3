/**
 * A disk in memory that knows what of it a power cut would leave. What is written is seen at once, and is on the device only
 * when the file, and for its name the folder, was synced: what POSIX promises, and no more.
 */

/** Bytes that a device writes at a time: some of them may be there after a power cut, and others not. */
const SECTOR = 512;
/** Bytes of a file that a file system gives out at a time: a file may end there, or be zeros from there on. */
const BLOCK = 4_096;

export interface FileNode {
  kind: "file";
  id: number;
  /** Never changed in place: a write makes another. */
  bytes: Buffer;
  onDevice: Buffer;
  /** Whether a sync has failed: what was written until then reaches the device by no other. */
  isLost?: boolean;
  mtimeMs: number;
  ctimeMs: number;
}

export interface FolderNode {
  kind: "folder";
  id: number;
  names: Map<string, Node>;
  onDevice: Map<string, Node>;
  mtimeMs: number;
  ctimeMs: number;
}

export type Node = FileNode | FolderNode;

/** A change of names that is not on the device yet, and the folders that it is about. */
interface Change {
  folders: readonly FolderNode[];
  apply(): void;
}

export type Random = () => number;

/** The tree of a disk. Nothing here fails: what a call of the system refuses is decided by its caller. */
export class Disk {
  readonly root: FolderNode;
  readonly now: () => number;
  #ids = 1;
  #changes: Change[] = [];

  constructor(now: () => number) {
    this.now = now;
    this.root = this.folder();
  }

  file(): FileNode {
    const bytes = Buffer.alloc(0);
    return { kind: "file", id: this.#ids++, bytes, onDevice: bytes, mtimeMs: this.now(), ctimeMs: this.now() };
  }

  folder(): FolderNode {
    const names = () => new Map<string, Node>();
    const [mtimeMs, ctimeMs] = [this.now(), this.now()];
    return { kind: "folder", id: this.#ids++, names: names(), onDevice: names(), mtimeMs, ctimeMs };
  }

  /** Gives a node a name, in the place of the one that had it. */
  link(folder: FolderNode, name: string, node: Node): void {
    folder.names.set(name, node);
    this.#changed([folder], () => folder.onDevice.set(name, node));
  }

  unlink(folder: FolderNode, name: string): void {
    folder.names.delete(name);
    this.#changed([folder], () => folder.onDevice.delete(name));
  }

  /** Moves a name at once: after a power cut a node has the old one or the new one. */
  rename(from: FolderNode, name: string, to: FolderNode, newName: string): void {
    const node = from.names.get(name) as Node;
    from.names.delete(name);
    to.names.set(newName, node);
    this.#changed([from, to], () => {
      if (from.onDevice.get(name) === node) from.onDevice.delete(name);
      to.onDevice.set(newName, node);
    });
  }

  #changed(folders: readonly FolderNode[], apply: () => void): void {
    for (const folder of folders) folder.mtimeMs = this.now();
    this.#changes.push({ folders, apply });
  }

  write(file: FileNode, bytes: Uint8Array, position: number): void {
    const length = Math.max(file.bytes.length, position + bytes.length);
    const whole = Buffer.alloc(length);
    whole.set(file.bytes);
    whole.set(bytes, position);
    this.setBytes(file, whole);
  }

  setBytes(file: FileNode, bytes: Buffer): void {
    file.bytes = bytes;
    file.mtimeMs = this.now();
    file.ctimeMs = file.mtimeMs;
  }

  /** What fsync does: the bytes of a file, or the names in a folder, reach the device. */
  sync(node: Node): void {
    if (node.kind === "file") {
      if (!node.isLost) node.onDevice = node.bytes;
      return;
    }
    const isOf = ({ folders }: Change) => folders.includes(node);
    for (const change of this.#changes.filter(isOf)) change.apply();
    this.#changes = this.#changes.filter((change) => !isOf(change));
  }

  /** What a sync of a file that fails does. */
  neverSyncs(node: Node): void {
    if (node.kind === "file") node.isLost = true;
  }

  syncAll(): void {
    for (const change of this.#changes) change.apply();
    this.#changes = [];
    for (const [, node] of this.walk()) if (node.kind === "file") node.onDevice = node.bytes;
  }

  /** The power is cut: of what was not synced some is there, some is not, and not in the order in which it was done. */
  cutPower(random: Random): void {
    const scatter = random();
    const upTo = Math.floor(random() * (this.#changes.length + 1));
    for (const [place, change] of this.#changes.entries()) {
      // Journaling file systems keep the order; others do not.
      if (scatter < 0.5 ? place < upTo : random() < scatter) change.apply();
    }
    this.#changes = [];
    this.#reload(this.root, random, new Set());
  }

  /** What stands on the device is what is seen. */
  #reload(folder: FolderNode, random: Random, seen: Set<Node>): void {
    folder.names = new Map(folder.onDevice);
    for (const node of folder.names.values()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.kind === "folder") this.#reload(node, random, seen);
      else if (node.bytes !== node.onDevice) {
        node.bytes = torn(node.onDevice, node.bytes, random);
        node.onDevice = node.bytes;
      }
    }
  }

  /** Every node below a folder with its path from there. */
  *walk(folder: FolderNode = this.root, path = ""): Generator<[string, Node]> {
    for (const [name, node] of folder.names) {
      yield [`${path}/${name}`, node];
      if (node.kind === "folder") yield* this.walk(node, `${path}/${name}`);
    }
  }

  /** Puts a file there, as if it had been there for long. */
  put(path: string, bytes: Buffer): void {
    const parts = path.split("/").filter(Boolean);
    let folder = this.root;
    for (const name of parts.slice(0, -1)) {
      const next = folder.names.get(name) ?? this.folder();
      if (next.kind === "file") throw new Error(`${path}: ${name} is a file`);
      folder.names.set(name, next);
      folder.onDevice.set(name, next);
      folder = next;
    }
    const file = { ...this.file(), bytes, onDevice: bytes };
    folder.names.set(parts.at(-1) ?? "", file);
    folder.onDevice.set(parts.at(-1) ?? "", file);
  }

  /** The folder that a path lies in, and its name there; `null` where there is no such folder. */
  #placeOf(path: string): [FolderNode, string] | null {
    const parts = path.split("/").filter(Boolean);
    let folder = this.root;
    for (const part of parts.slice(0, -1)) {
      const next = folder.names.get(part);
      if (next?.kind !== "folder") return null;
      folder = next;
    }
    return [folder, parts.at(-1) ?? ""];
  }

  /** Takes a path away, as if it had never been there. */
  forget(path: string): void {
    const [folder, name] = this.#placeOf(path) ?? [];
    for (const names of [folder?.names, folder?.onDevice]) names?.delete(name ?? "");
  }

  /** Every file below a folder by its path from there. */
  files(under: string): Map<string, Buffer> {
    const [above, name = ""] = this.#placeOf(under) ?? [];
    const folder = name === "" ? above : above?.names.get(name);
    const found = new Map<string, Buffer>();
    if (folder?.kind !== "folder") return found;
    for (const [path, node] of this.walk(folder)) if (node.kind === "file") found.set(path.slice(1), node.bytes);
    return found;
  }
}

/** Bytes of which not all reached the device: as before, as written, cut short or zeros from some place on, or some sectors old. */
function torn(before: Buffer, written: Buffer, random: Random): Buffer {
  const kind = random();
  if (kind < 0.2) return before;
  if (kind < 0.4) return written;
  const length = Math.max(before.length, written.length);
  const whole = Math.min(before.length, written.length);
  if (kind < 0.6) return written.subarray(0, whole + Math.floor(random() * (length - whole + 1)));
  const mixed = Buffer.from(written);
  if (kind < 0.75) {
    // What was there before stays.
    const end = Math.min(written.length, Math.max(whole, BLOCK * Math.floor(random() * (length / BLOCK + 1))));
    return kind < 0.68 ? written.subarray(0, end) : mixed.fill(0, end);
  }
  for (let at = 0; at < mixed.length; at += SECTOR) {
    const old = before.subarray(at, at + SECTOR);
    if (random() < 0.5)
      mixed.fill(0, at, Math.min(at + SECTOR, mixed.length)).set(old.subarray(0, mixed.length - at), at);
  }
  return mixed;
}
