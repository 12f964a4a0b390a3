import { readFile } from "node:fs/promises";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { UserError } from "../user-error.js";
import { parseCounts, parseSizes } from "./levels.js";
import { type Catalogue, matrix, type Study } from "./study.js";

const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "give 1 to 64 of a-z, 0-9 and hyphens, no hyphen at either end");

const count = z.int("give a whole number").min(1, "worker and task counts start at 1").max(1e6);
const taskCount = z.union([count, z.literal("per-worker")], "give whole numbers, or per-worker");
const size = z.union([
  z.number().min(1, "sizes start at 1").max(1e12),
  z.strictObject({ taskMs: z.number().gt(0).max(60_000) }),
]);
const text = z.string().min(1).max(2_000);

/** A list of levels; a single level may stand without its list, numbers may be written as a range such as 1..8. */
function levels<Level extends z.ZodType>(level: Level, fromText?: (text: string) => unknown) {
  const listed = (given: unknown) => {
    if (typeof given === "string" && fromText !== undefined) return fromText(given);
    return Array.isArray(given) ? given : [given];
  };
  return z.preprocess(listed, z.array(level).min(1, "give at least one level"));
}

function fromRange(parse: (text: string, option: string) => number[], name: string) {
  return (given: string) => {
    try {
      return parse(given, name);
    } catch {
      // The schema names the place better than the parser can.
      return [given];
    }
  };
}

function studySchema(catalogue: Catalogue) {
  const counts = levels(count, fromRange(parseCounts, "levels"));
  const oneOf = (ids: string[]) => z.enum(ids as [string, ...string[]]);
  return z.strictObject({
    id: slug,
    experiments: z
      .array(
        z.strictObject({
          id: slug,
          title: text,
          question: text,
          charts: z.array(slug).optional(),
          matrix: z
            .array(
              z.strictObject({
                workload: levels(oneOf(Object.keys(catalogue.workloads))),
                strategy: levels(oneOf(Object.keys(catalogue.strategies))),
                n: levels(size, fromRange(parseSizes, "n")).optional(),
                workers: counts.optional(),
                tasks: levels(taskCount, fromRange(parseCounts, "levels")).optional(),
                launch: levels(z.enum(["bounded", "all-at-once"])).optional(),
                pool: levels(z.enum(["fresh", "warm"])).optional(),
                scheduling: levels(z.enum(["next-free", "rounds", "static-chunks"])).optional(),
              }),
            )
            .min(1, "give at least one matrix"),
        }),
      )
      .min(1, "give at least one experiment"),
  });
}

/** Reads a study file (YAML or JSON). Throws a UserError that names the file, the place in it and what to do. */
export async function loadStudy(path: string, catalogue: Catalogue): Promise<Study> {
  return parseStudy(parseFile(await readText(path), path), path, catalogue);
}

/** Checks a study from outside; levels left out get their usual values. */
export function parseStudy(value: unknown, path: string, catalogue: Catalogue): Study {
  const parsed = studySchema(catalogue).safeParse(value);
  if (!parsed.success) throw new UserError(describeIssue(parsed.error, value, path));
  const ids = parsed.data.experiments.map((experiment) => experiment.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new UserError(`${path}: two experiments are called ${twice}: give each its own id`);
  return {
    id: parsed.data.id,
    experiments: parsed.data.experiments.map(({ charts, matrix: matrices, ...experiment }) => ({
      ...experiment,
      ...(charts === undefined ? {} : { charts }),
      matrix: matrices.map((given) => {
        const present = Object.fromEntries(Object.entries(given).filter(([, level]) => level !== undefined));
        const n = given.n ?? given.workload.map((id) => catalogue.workloads[id]?.defaultN ?? 1);
        return matrix({ ...present, workload: given.workload, strategy: given.strategy, n });
      }),
    })),
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError(`${path} cannot be read (${code}): give the path of a study file in YAML or JSON`);
  }
}

function parseFile(content: string, path: string): unknown {
  try {
    return parseYaml(content);
  } catch (error) {
    throw new UserError(`${path} is not YAML or JSON: ${(error as Error).message.split("\n")[0]}`);
  }
}

function describeIssue(error: z.ZodError, value: unknown, path: string): string {
  const issue = error.issues[0];
  if (issue === undefined) return `${path} is not a study`;
  const place = issue.path.reduce<string>(
    (whole, step) =>
      typeof step === "number" ? `${whole}[${step}]` : `${whole}${whole === "" ? "" : "."}${String(step)}`,
    "",
  );
  const given = issue.path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  );
  return `${path}: ${place || "the file"} is ${JSON.stringify(given) ?? "missing"}: ${issue.message}`;
}
