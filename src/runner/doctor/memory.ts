import { bad, bytesWords, type Check, note, ok } from "./check.js";

const BAD_BYTES = 5e8;
const NOTED_SHARE = 0.1;

/** Memory that is left for the measured work. */
export const check: Check = {
  id: "memory",
  title: "Free memory",
  look({ machine, memory: { totalBytes, availableBytes } }) {
    const limit = machine.memoryLimitBytes ? ", the limit of this container or control group" : "";
    const seen = `${bytesWords(availableBytes)} of ${bytesWords(totalBytes)} free${limit}`;
    const advice = "Processes that find no memory are killed or swapped out. End what holds it, or use smaller sizes.";
    const command = machine.platform === "linux" ? "ps -eo rss,comm --sort=-rss | head" : undefined;
    if (availableBytes < BAD_BYTES) return bad(seen, advice, command);
    return availableBytes < totalBytes * NOTED_SHARE ? note(seen, advice, command) : ok(seen);
  },
};
