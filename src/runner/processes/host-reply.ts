import { z } from "zod";

const ms = z.number().min(0);
const figure = ms.nullable();

/** What a trial's host sends: outside data, since a measured program runs in that process. */
export const hostReply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("worked") }),
  z.object({
    kind: z.literal("report"),
    report: z.object({
      wallMs: ms,
      startUpMs: ms,
      workMs: ms,
      tearDownMs: ms,
      userMs: figure,
      sysMs: figure,
      peakRssBytes: ms,
      originMs: z.number(),
      tasks: z.array(
        z.object({
          index: z.int().min(0),
          worker: z.int().min(0),
          startMs: ms,
          endMs: ms,
          cpuMs: figure,
          queueMs: figure,
          waitBeforeMs: figure,
          checksum: z.number(),
        }),
      ),
      failures: z.array(z.object({ index: z.int().min(0), message: z.string() })),
      outputs: z
        .object({ checksum: z.number().nullable(), checked: z.boolean(), fault: z.string().nullable() })
        .optional(),
      hung: z.array(z.int().min(0)).optional(),
      figures: z.record(z.string(), z.number().nullable()).optional(),
      notes: z.record(z.string(), z.string().max(2_000)).optional(),
    }),
  }),
  z.object({ kind: z.literal("calibrated"), n: z.number().min(1), taskMs: ms }),
  z.object({
    kind: z.literal("described"),
    title: z.string(),
    bound: z.enum(["cpu", "io", "wait"]),
    tasks: z.array(z.int().min(1)).nullable(),
  }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);

export type HostReply = z.infer<typeof hostReply>;
export type HostReport = Extract<HostReply, { kind: "report" }>["report"];
