import { errorWords } from "../strategies/error-words.js";
import { calibrate, probe } from "./calibrate.js";
import { executeTrial } from "./execute.js";
import type { Reply, Request } from "./messages.js";
import { describeModule } from "./own-work.js";

/**
 * The process that one trial runs in: forked fresh, sent one request, gone afterwards. It loads nothing but the strategy and
 * the workload under test, and prints nothing.
 */
process.once("message", (request) => {
  answer(request as Request).then(
    (reply) => say(reply, () => process.disconnect()),
    (error: unknown) => say({ kind: "failed", message: errorWords(error) }, () => process.disconnect()),
  );
});
// The runner is gone: there is nothing left to report to. Workers in a busy loop are ended by the runner's watchdog.
process.once("disconnect", () => process.exit());

async function answer(request: Request): Promise<Reply> {
  if (request.kind === "trial") {
    return { kind: "report", report: await executeTrial(request.spec, waitForClose) };
  }
  if (request.kind === "describe") return describeModule(request);
  const found = request.kind === "calibrate" ? await calibrate(request) : await probe(request);
  return { kind: "calibrated", ...found };
}

function waitForClose(): Promise<void> {
  return new Promise((resolve) => {
    process.once("message", () => resolve());
    say({ kind: "worked" });
  });
}

function say(reply: Reply, said?: () => void): void {
  process.send?.(reply, undefined, undefined, () => said?.());
}
