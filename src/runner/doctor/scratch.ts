import { bad, bytesWords, type Check, note, ok } from "./check.js";

const BAD_FREE_BYTES = 2e8;
const IN_MEMORY = ["tmpfs", "ramfs"];
const REMOTE = ["nfs", "cifs", "smb", "fuse"];

/** Where trials that write files write them. */
export const check: Check = {
  id: "scratch",
  title: "Scratch folder",
  look({ machine: { scratchFileSystem }, scratch: { folder, freeBytes } }) {
    const kind = scratchFileSystem ?? "file system not told";
    const free = freeBytes === null ? "" : `, ${bytesWords(freeBytes)} free`;
    const seen = `${folder} on ${kind}${free}`;
    const elsewhere = "TMPDIR=/var/tmp scalebook run ...";
    if (freeBytes !== null && freeBytes < BAD_FREE_BYTES) {
      return bad(
        seen,
        "Trials that write files may fail for want of space. Free some, or use another folder.",
        elsewhere,
      );
    }
    if (scratchFileSystem && REMOTE.includes(scratchFileSystem)) {
      return bad(
        seen,
        "Files cross the network: their times are its times. Use a folder on a disk of this machine.",
        elsewhere,
      );
    }
    if (scratchFileSystem && IN_MEMORY.includes(scratchFileSystem)) {
      return note(
        seen,
        "Files stay in memory: writing them says nothing of a disk. Where that is the question, use a folder on one.",
        elsewhere,
      );
    }
    return ok(seen);
  },
};
