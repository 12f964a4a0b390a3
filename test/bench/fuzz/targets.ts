/** What strangers hand to this program, and what is done with it: see {@link fuzz}. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { mutated } from "./mutations.js";

/** The program under test, compiled or not. */
export interface FuzzedProgram {
  isMistake(error: unknown): error is Error;
  parseRun(text: string): Run;
  analyse(run: Run): unknown;
  /** Reads a study file and expands its cells. */
  planStudy(path: string): Promise<unknown>;
  /** Imports a file as what it looks like. */
  importFile(text: string, file: string): Run;
  /** Reads a journal. */
  readJournal(path: string): Promise<{ run: Run }>;
  /** Makes every page of a run. */
  makePages?(run: Run): Promise<void>;
}

export const KINDS = ["runs", "journals", "studies", "imports"] as const;
export type Kind = (typeof KINDS)[number];

interface Sample {
  name: string;
  text: string;
}

export interface FuzzResult {
  cases: number;
  taken: number;
  refused: number;
  /** What failed first, with what repeats it; `null`: nothing. */
  failure: string | null;
}

/** Beside a small file a large one takes so much longer that it is tried seldom. */
const LARGE_BYTES = 20_000;
const LARGEST_BYTES = 400_000;
const SMALL_WEIGHT = 40;
/** Of the runs that are taken one in so many gets its pages. */
const PAGES_EVERY = 100;

/** The same from the source and from what it is compiled to. */
const root = fileURLToPath(new URL("../../../", import.meta.url));

function filesOf(folder: string, fits: RegExp): Sample[] {
  return readdirSync(join(root, folder))
    .filter((name) => fits.test(name) && statSync(join(root, folder, name)).size < LARGEST_BYTES)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), "utf8") }));
}

/** Real files of each kind. */
export function samplesOf(kind: Kind): Sample[] {
  const runs = [...filesOf("runs/examples", /\.json$/), ...filesOf("test/fixtures", /\.json$/)];
  if (kind === "runs") return runs;
  if (kind === "journals") return runs.map(({ name, text }) => journalOf(name, JSON.parse(text) as Run));
  if (kind === "imports") return [...filesOf("test/fixtures/imports", /\.(?:json|jsonl|txt)$/), ...TABLES];
  return [
    ...filesOf("test/examples", /\.yaml$/),
    ...filesOf("test/examples/course", /\.yaml$/),
    ...filesOf("test/examples/server", /\.yaml$/),
    { name: "built-in.yaml", text: STUDY },
  ];
}

const TABLES: Sample[] = [
  {
    name: "times.csv",
    text: "strategy,workers,n,wall_ms\npool,1,1e3,81.5\npool,2,1e3,44\nother,1,1e3,90\nother,2,1e3,48.25\n",
  },
  { name: "wide.tsv", text: "n\t1\t2\t4\n1000\t80\t41\t22.5\n2000\t161\t83\t45\n" },
  {
    name: "times.jsonl",
    text: '{"workers":1,"wall_ms":80}\n{"workers":2,"wall_ms":41.25}\n{"workers":2,"wall_ms":43}\n',
  },
];

const STUDY = `id: own
budget: 30s
experiments:
  - id: mine
    title: Mine
    question: Is it faster?
    matrix:
      - workload: [random-loop, sleep]
        strategy: [sequential, thread-pool]
        n: [1000, 1e4..1e6]
        workers: 1..4
        tasks: [8, per-worker]
        scheduling: rounds
        more: { heap: [128MB], skew: [uniform] }
    exclude:
      - { strategy: sequential, workers: [2, 3, 4] }
`;

/** The journal that would hold such a run. */
function journalOf(name: string, { id: _id, status: _status, origin: _origin, finishedAt: at, ...run }: Run): Sample {
  const experiments = run.experiments.map((one) => ({
    ...one,
    cells: one.cells.map((cell) => ({ ...cell, trials: [] })),
  }));
  const header = { kind: "header", version: 1, writer: { pid: 1, start: "1" }, run: { ...run, experiments }, at };
  const trials = run.experiments.flatMap(({ cells }, experiment) =>
    cells.flatMap(({ trials }, cell) => trials.map((trial) => ({ kind: "trial", experiment, cell, trial, at }))),
  );
  return { name: `${name}.journal`, text: [header, ...trials].map((line) => `${JSON.stringify(line)}\n`).join("") };
}

/** A real file that was changed: by hand or by accident (text), or one of its values is another. */
function changedFile(samples: readonly Sample[]): fc.Arbitrary<Sample> {
  const weighted = samples.map((sample) => ({
    arbitrary: fc.constant(sample),
    weight: sample.text.length > LARGE_BYTES ? 1 : SMALL_WEIGHT,
  }));
  const any = fc.oneof(...weighted);
  const byText = fc.tuple(any, fc.nat()).map(([{ name, text }, seed]) => ({ name, text: mutated(text, seed) }));
  const byValue = fc.tuple(any, fc.nat(), fc.json()).map(([{ name, text }, place, value]) => ({
    name,
    text: withOtherValue(text, place, value),
  }));
  return fc.oneof(byText, byValue);
}

function withOtherValue(text: string, place: number, value: string): string {
  const values = [...text.matchAll(/(?<=: ?)(?:-?\d[\d.e+]*|"[^"\n]*"|true|false|null|[\w.-]+(?=\n))/g)];
  const found = values[place % Math.max(1, values.length)];
  return found === undefined ? value : text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
}

/**
 * Hands so many changed files of a kind to the program: each is taken, and what follows from it has no figure that is none, or
 * refused with words. Anything else is a failure, made as small as it gets.
 */
export async function fuzz(
  program: FuzzedProgram,
  kind: Kind,
  { cases, seed }: { cases: number; seed: number },
): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), "scalebook-fuzz-"));
  const result: FuzzResult = { cases, taken: 0, refused: 0, failure: null };
  const take = takers(program, folder)[kind];
  try {
    const property = fc.asyncProperty(changedFile(samplesOf(kind)), async (sample) => {
      try {
        await take(sample, result.taken);
        result.taken += 1;
      } catch (error) {
        if (!program.isMistake(error) || error.message.length > 5_000) throw error;
        result.refused += 1;
      }
    });
    const run = await fc.check(property, { numRuns: cases, seed, interruptAfterTimeLimit: 3_600_000 });
    if (run.failed) {
      const [{ name, text } = { name: "", text: "" }] = run.counterexample ?? [];
      result.failure = `seed ${seed}, path ${run.counterexamplePath}, ${name}: ${(run.errorInstance as Error | null)?.stack ?? run.errorInstance}\n${text.slice(0, 2_000)}`;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

type Take = (sample: Sample, taken: number) => Promise<void>;

function takers(program: FuzzedProgram, folder: string): Record<Kind, Take> {
  const analyse = async (run: Run, taken: number) => {
    expectFinite(program.analyse(run));
    if (taken % PAGES_EVERY === 0) await program.makePages?.(run);
  };
  const written = ({ name, text }: Sample) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    runs: async ({ text }, taken) => analyse(program.parseRun(text), taken),
    journals: async (sample, taken) => analyse((await program.readJournal(written(sample))).run, taken),
    studies: async (sample) => void (await program.planStudy(written(sample))),
    // What an import gives is a run file, which is read again.
    imports: async ({ name, text }, taken) =>
      analyse(program.parseRun(JSON.stringify(program.importFile(text, name))), taken),
  };
}

/** `null` is how JSON writes NaN and infinities: the texts and the figures that may not be null would show them. */
function expectFinite(value: unknown, place = "the analysis"): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${place} is ${value}`);
  if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) expectFinite(part, `${place}.${key}`);
}
