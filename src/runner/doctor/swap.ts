import { bad, bytesWords, type Check, note, ok, unknown } from "./check.js";

/** So much of it in use is more than leftovers. */
const NOTED_BYTES = 1e8;

/** Whether memory is being moved to disk. */
export const check: Check = {
  id: "swap",
  title: "Swap",
  look({ swap }) {
    if (swap === null) return unknown("swap");
    const { totalBytes, usedBytes, pagesPerSecond } = swap;
    if (totalBytes === 0) return ok("none");
    const seen = `${bytesWords(usedBytes)} of ${bytesWords(totalBytes)} in use, ${pagesPerSecond.toFixed(0)} pages moved in the last second`;
    if (pagesPerSecond > 0) {
      return bad(seen, "The machine is swapping now: times are those of the disk. Free memory first.", "vmstat 1 5");
    }
    if (usedBytes < NOTED_BYTES) return ok(seen);
    return note(
      seen,
      "What was swapped out comes back when it is needed, perhaps in the middle of a trial. With memory to spare, bring it back now.",
      "sudo swapoff -a && sudo swapon -a",
    );
  },
};
