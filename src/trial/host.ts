import { writeSync } from "node:fs";
import { errorWords } from "../strategies/error-words.js";
import { throwLateRejections } from "../strategies/late-rejections.js";
import { calibrate, probe } from "./calibrate.js";
import { leave, nextRequest, waitForClose } from "./channel.js";
import { executeTrial } from "./execute.js";
import { changedGlobals, withKept } from "./kept-globals.js";
import type { Reply, Request } from "./messages.js";
import { describeModule } from "./own-work.js";

/**
 * The process that one trial runs in: started fresh, sent one request, gone afterwards. It loads nothing but the strategy and
 * the workload under test, and prints nothing.
 */
process.on("uncaughtExceptionMonitor", tellThrown);
throwLateRejections();
leave(await answerNext());

async function answerNext(): Promise<Reply> {
  try {
    const request = (await nextRequest()) as Request;
    if (request.kind === "trial") {
      const report = await executeTrial(request.spec, waitForClose);
      // A module may have changed what waits.
      if (typeof report?.wallMs !== "number") throw new Error("the trial ended without a report");
      return { kind: "report", report };
    }
    if (request.kind === "describe") return await describeModule(request);
    const found = request.kind === "calibrate" ? await calibrate(request) : await probe(request);
    return { kind: "calibrated", ...found };
  } catch (error) {
    const changed = changedGlobals();
    return withKept(() => {
      const changes = changed.length === 0 ? [] : [`    after the module changed ${changed.join(", ")}`];
      return { kind: "failed", message: [errorWords(error), ...changes].join("\n") };
    });
  }
}

/** Node says of what is thrown and no Error that it is an object, and no more. */
function tellThrown(error: unknown): void {
  if (!(error instanceof Error)) writeSync(2, `Uncaught: ${errorWords(error)}\n`);
}
