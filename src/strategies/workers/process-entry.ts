import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { throwLateRejections } from "../late-rejections.js";
import { runTask } from "../run-task.js";
import { failedOutcome, type TaskOutcome } from "../strategy.js";

throwLateRejections();
const send = process.send?.bind(process);
// The channel is not the task's: a server that was forked says that it is ready.
delete process.send;

/** A process for one task: waits for it, does it, answers, ends. */
process.once("message", async (message) => {
  const { workload, input } = message as { workload: WorkloadId; input: TaskInput };
  answer(await outcomeOf(workload, input));
});
process.once("disconnect", () => process.exit());

async function outcomeOf(workload: WorkloadId, input: TaskInput): Promise<TaskOutcome> {
  try {
    return { status: "ok", record: await runTask(await loadWorkload(workload), input) };
  } catch (error) {
    return failedOutcome(input.index, error);
  }
}

function answer(outcome: TaskOutcome): void {
  const done = () => process.disconnect();
  try {
    send?.(outcome, undefined, undefined, done);
  } catch (error) {
    // The value of a user's task may be one that cannot be sent to another process.
    const { index } = outcome.status === "ok" ? outcome.record : outcome;
    send?.(failedOutcome(index, error), undefined, undefined, done);
  }
}
