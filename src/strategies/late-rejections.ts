import { errorWords } from "./error-words.js";

/**
 * Ends this thread or process at a rejection that nobody handles, as Node does, but with the words of what was thrown: of an
 * object that is no Error, Node says that it is one.
 */
export function throwLateRejections(): void {
  process.on("unhandledRejection", (reason) => {
    // Whoever else listens decides what becomes of it.
    if (process.listenerCount("unhandledRejection") > 1) return;
    throw reason instanceof Error ? reason : new Error(errorWords(reason));
  });
}
