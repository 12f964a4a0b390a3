/**
 * Sends empty tasks to threads or processes, one in hand each, and prints the time from the first message to the last
 * answer, in ms: what a pool cannot do without. Arguments: threads or processes, workers, tasks.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

interface Peer {
  send(message: unknown): void;
  on(take: () => void): void;
  end(): void;
}

const here = fileURLToPath(import.meta.url);
if (!isMainThread) parentPort?.on("message", (message) => parentPort?.postMessage(message));
else if (process.send) process.on("message", (message) => process.send?.(message));
else measure();

function measure(): void {
  const [kind, workers = "1", tasks = "1"] = process.argv.slice(2);
  const peers = Array.from({ length: Number(workers) }, kind === "threads" ? thread : child);
  let [ready, next, done] = [0, 0, 0];
  let start = 0n;
  const hand = (peer: Peer) => {
    if (next < Number(tasks)) peer.send({ index: next++ });
  };
  for (const peer of peers) {
    peer.on(() => {
      if (start === 0n) {
        ready += 1;
        if (ready < peers.length) return;
        start = process.hrtime.bigint();
        for (const one of peers) hand(one);
        return;
      }
      done += 1;
      if (done < Number(tasks)) return hand(peer);
      process.stdout.write(`${Number(process.hrtime.bigint() - start) / 1e6}\n`);
      for (const one of peers) one.end();
    });
    peer.send("ready?");
  }
}

function thread(): Peer {
  const worker = new Worker(here);
  return {
    send: (message) => worker.postMessage(message),
    on: (take) => worker.on("message", take),
    end: () => void worker.terminate(),
  };
}

function child(): Peer {
  const forked = fork(here, { env: { TZ: "UTC" }, serialization: "advanced" });
  return {
    send: (message) => void forked.send(message as object),
    on: (take) => forked.on("message", take),
    end: () => forked.disconnect(),
  };
}
