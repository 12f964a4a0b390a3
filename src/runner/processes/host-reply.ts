import { z } from "zod";
import { bytes, count, MAX_BYTES, milliseconds as ms, slug } from "../../record/schema/schema-fields.js";
import type { HostAbout, ImportedCode, OutputsReport, Reply, TaskReport, TrialReport } from "../../trial/messages.js";

/** A schema for each field of a message and for no other: a field renamed on one side only does not compile. */
type FieldsOf<Message> = { [Field in keyof Message]-?: z.ZodType<Message[Field]> };

const figure = ms.nullable();
/** Whatever is in these limits fits into a run file. */
const checksum = z.number().min(-MAX_BYTES).max(MAX_BYTES);
const index = count;

const task = {
  index,
  worker: z.int().min(0),
  startMs: ms,
  endMs: ms,
  cpuMs: figure,
  queueMs: figure,
  waitBeforeMs: figure,
  queue: z
    .object({
      host: z.string().max(200),
      addedMs: z.number(),
      takenMs: z.number().nullable(),
      finishedMs: z.number().nullable(),
    })
    .exactOptional(),
  checksum,
} satisfies FieldsOf<TaskReport>;

const outputs = {
  checksum: checksum.nullable(),
  checked: z.boolean(),
  fault: z.string().nullable(),
} satisfies FieldsOf<OutputsReport>;

const failures = z.array(z.object({ index, message: z.string() }));

const report = {
  wallMs: ms,
  startUpMs: ms,
  workMs: ms,
  tearDownMs: ms,
  userMs: figure,
  sysMs: figure,
  peakRssBytes: bytes.nullable(),
  originMs: z.number(),
  tasks: z.array(z.object(task).refine(({ startMs, endMs }) => startMs <= endMs, "ends before it starts")).max(1e6),
  failures,
  hung: z.array(index),
  clocks: z.literal("apart").exactOptional(),
  figures: z.record(slug, z.number().min(-1e15).max(1e15).nullable()),
  notes: z.record(slug, z.string().max(2_000)),
  outputs: z.object(outputs).exactOptional(),
} satisfies FieldsOf<TrialReport>;

const word = z.string().min(1).max(200);
const words = z.array(word).max(200);

const about = {
  kind: z.literal("about"),
  protocol: z.literal(1),
  language: word,
  version: word,
  implementation: word,
  executable: z.string().max(2_000),
  freeThreaded: z.boolean(),
  startMethod: word,
  startMethods: words,
  strategies: words,
  workloads: words,
} satisfies FieldsOf<HostAbout>;

const imported = {
  files: z.array(z.string().max(2_000)).max(1_000),
  packages: z.array(z.object({ name: word, version: word })).max(1_000),
} satisfies FieldsOf<ImportedCode>;

const replies = {
  worked: { kind: z.literal("worked"), failures: failures.exactOptional() },
  report: { kind: z.literal("report"), report: z.object(report) },
  calibrated: { kind: z.literal("calibrated"), n: z.number().min(1).nullable(), taskMs: ms },
  described: {
    kind: z.literal("described"),
    title: z.string(),
    bound: z.enum(["cpu", "io", "wait"]).nullable(),
    tasks: z.array(z.int().min(1)).nullable(),
    sized: z.boolean(),
    imported: z.object(imported).exactOptional(),
  },
  about,
  failed: { kind: z.literal("failed"), message: z.string() },
} satisfies { [Kind in Reply["kind"]]: FieldsOf<Extract<Reply, { kind: Kind }>> };

/** Schema of what a host sends: outside data, since a measured program runs in that process. */
export const hostReply = z.discriminatedUnion("kind", [
  z.object(replies.worked),
  z.object(replies.report),
  z.object(replies.calibrated),
  z.object(replies.described),
  z.object(replies.about),
  z.object(replies.failed),
]) satisfies z.ZodType<Reply>;
