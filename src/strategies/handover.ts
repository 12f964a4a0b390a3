import type { Tinypool, Transferable } from "tinypool";
import type { TaskRecord } from "./strategy.js";

/** Packs a record for the way back from a thread, after the task's end: packing is part of the transfer. */
export type Pack = (record: TaskRecord) => unknown;

/**
 * The packing of a pool's thread, by the factor `transfer`: `clone`, `json`, `transfer` or `share` (which is up to the
 * workload). Processes pack nothing: their channel has a serialization of its own. Modules that packing needs are loaded
 * here, before a task starts.
 */
export async function threadPacking(transfer: unknown): Promise<Pack> {
  if (transfer === "json") return (record) => ({ ...record, value: JSON.stringify(record.value) });
  if (transfer === "transfer") {
    const { Tinypool: pool } = await import("tinypool");
    return (record) => movedWithBuffer(pool, record);
  }
  return (record) => record;
}

/** The other end of {@link threadPacking}, in the caller. */
export function unpackFromThread(transfer: unknown, record: TaskRecord): TaskRecord {
  if (transfer !== "json") return record;
  return { ...record, value: record.value === undefined ? undefined : JSON.parse(record.value as string) };
}

/** The buffer changes its owner instead of being copied; the thread has it no longer. */
function movedWithBuffer(pool: typeof Tinypool, record: TaskRecord): unknown {
  if (!ArrayBuffer.isView(record.value)) return record;
  const movable: object = { [pool.transferableSymbol]: record.value.buffer, [pool.valueSymbol]: record };
  return pool.move(movable as Transferable);
}
