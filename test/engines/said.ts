import type { Readable } from "node:stream";

/** A program that goes on, and what it said when it is over. */
type Running = PromiseLike<{ stderr: string }> & { stderr: Readable };

/** Waits until the progress of a recording says this. */
export function said(recording: Running, pattern: RegExp): Promise<void> {
  let all = "";
  return new Promise((resolve, reject) => {
    recording.then(({ stderr }) => reject(new Error(`it ended without ${pattern}: ${stderr}`)), reject);
    recording.stderr.on("data", (chunk) => {
      all += chunk;
      if (pattern.test(all)) resolve();
    });
  });
}
