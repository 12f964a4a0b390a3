/** BullMQ as anybody would use it: a worker with a sandboxed processor. `node plain-worker.js <queue> --slots <n>` */
import { fileURLToPath } from "node:url";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { numberOption } from "../options.js";

const connection = new Redis(process.env.SCALEBOOK_REDIS ?? "", { maxRetriesPerRequest: null });
const concurrency = numberOption("--slots", 1);
const job = fileURLToPath(new URL("./plain-job.js", import.meta.url));
const worker = new Worker(process.argv[2] ?? "", job, { connection, concurrency });
await worker.waitUntilReady();
process.stderr.write("Working for a queue\n");
