import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Workload } from "./workload.js";

/** Creates a file, writes n bytes, closes it, and takes it away again. */
export const workload: Workload = {
  title: "create a file, write n bytes, close it, remove it",
  bound: "io",
  division: "tasks",
  unit: "bytes",
  defaultN: 65_536,
  msPerUnit: 1e-6,
  async run({ index, n, seed, scratch }) {
    const path = join(scratch, `task-${index}.bin`);
    const file = await open(path, "w");
    try {
      const { bytesWritten } = await file.write(Buffer.alloc(n, (seed + index) & 0xff));
      return bytesWritten;
    } finally {
      await file.close();
      await unlink(path);
    }
  },
};
