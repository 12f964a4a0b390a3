/** What strangers hand to this program, and what is done with it: see {@link fuzz}. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { journalOf } from "../journal-of.js";
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
  /** Reads the options of a recording, and expands its cells. */
  planOptions(options: Record<string, string | string[]>): Promise<unknown>;
  /** The paths that the manifest of a site lists; `null`: it is none. */
  manifestPaths(text: string): string[] | null;
  /** The lines that a cache in a new folder has of a file. */
  keptLines(folder: string, file: string): string[];
  /** Makes every page of a run. */
  makePages?(run: Run): Promise<void>;
}

export const KINDS = ["runs", "journals", "studies", "imports", "options", "manifests", "caches"] as const;
export type Kind = (typeof KINDS)[number];

interface Sample {
  name: string;
  text: string;
}

export interface FuzzResult {
  cases: number;
  taken: number;
  refused: number;
  /** What took longest. */
  slowestMs: number;
  slowest: string;
  /** What failed first, with what repeats it; `null`: nothing. */
  failure: string | null;
}

/** Beside a small file a large one takes so much longer that it is tried seldom. */
const LARGE_BYTES = 20_000;
const LARGEST_BYTES = 400_000;
const SMALL_WEIGHT = 40;
/** Of the runs that are taken one in so many gets its pages. */
const PAGES_EVERY = 100;
/** A file that takes longer is told: strangers must not cost more. */
const SLOW_MS = 2_000;

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
  if (kind === "journals")
    return runs.map(({ name, text }) => ({ name: `${name}.journal`, text: journalOf(JSON.parse(text)) }));
  if (kind === "imports") return [...filesOf("test/fixtures/imports", /\.(?:json|jsonl|txt)$/), ...TABLES];
  if (kind === "options") return OPTIONS.map((text, number) => ({ name: `options ${number}`, text }));
  if (kind === "manifests") return [{ name: "manifest.json", text: JSON.stringify(MANIFEST, null, 1) }];
  if (kind === "caches") return [{ name: "lines", text: CACHE_LINES.map(keptLine).join("\n") }];
  return [
    ...filesOf("test/examples", /\.yaml$/),
    ...filesOf("test/examples/course", /\.yaml$/),
    ...filesOf("test/examples/server", /\.yaml$/),
    { name: "built-in.yaml", text: STUDY },
    { name: "built-in.json", text: JSON.stringify(STUDY_IN_JSON, null, 1) },
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

const STUDY_IN_JSON = {
  id: "own",
  experiments: [
    {
      id: "mine",
      title: "Mine",
      question: "Is it faster?",
      matrix: [
        { workload: ["sleep"], strategy: ["sequential", "thread-pool"], n: ["1..3"], workers: [1, 2], tasks: [8] },
      ],
    },
  ],
};

/** Options of recordings, one a line. Those that start a program when they are read are not among them. */
const OPTIONS = [
  "workers=1,2,4\nsizes=1e3..1e5\ntasks=8,per-worker\nstrategies=sequential,thread-pool\nscheduling=rounds\nblocks=3\nseed=7",
  "workers=1..8\ntask-time=100ms\nbudget=5m\nprecision=2%\ntimeout=60s\ncontrol=5%\nheap=128MB,1GB\nlabel=a b\nhypothesis=It is.",
  "command=./sort --threads {workers} -n {n} 'a b' \"c\\\" d\" --t={tasks}\nworkers=1,2\nsizes=1000\ntasks=1..3\nbound=cpu\nsetup=make -j '{n}'",
  "command=cat a | ./b {workers} > c; d && e\nshell=1\nworkers=1,2\nfigure=rate=([0-9.]+) req/s\nfigure=p99=json:a.b[0].c\nbetter=lower\nunit=ms",
  "variant=before=./a {n}\nvariant=after=./b --quick {n}\nsizes=1,10,100\ntwin=1\nprepare=./clean ~/x",
  "module=before=./a.mjs,after=./b.mjs\nworkers=1,2\ncores=1,2\ncpu-quota=0.5,1,2\nsizes=1e3",
  "python=defs.py:work\nstart-method=fork,spawn\nruntime=python\ntask-time=1s",
  "command=./x {workers}\ngit=main..HEAD\nbuild=npm ci && npm run build\nworkers=2",
];

const MANIFEST = {
  generator: "scalebook",
  version: "0.1.0",
  content: "5a3c",
  files: ["404.html", "assets/site.css", { path: "index.html", bytes: 7 }],
  groups: [{ files: ["run/*/index.html", "data/*.json"], of: ["20261101t060000z-lab-e9412e", "b"] }],
};

/** Where a site would lie. */
const SITE = resolve("/somewhere/site");

const CACHE_LINES = ['facts\tabc\t{"id":1}', "digest\tdef\t[1,2,3]\tx", "é\t\t"];

function keptLine(line: string): string {
  return `${createHash("sha256").update(line).digest("hex").slice(0, 16)} ${line}`;
}

/** Options as a program is given them, from lines `name=value`. */
function optionsIn(text: string): Record<string, string | string[]> {
  const options: Record<string, string | string[]> = {};
  for (const line of text.split("\n")) {
    const [name = "", ...value] = line.split("=");
    if (STARTING.includes(name) || !/^[a-z-]+$/.test(name)) continue;
    const given = value.join("=");
    if (name === "variant" || name === "figure") options[name] = [...(options[name] ?? []), given];
    else options[name] = given;
  }
  return options;
}

/** Options that start a program or load a file when they are read. */
const STARTING = ["node", "interpreter", "study", "extend", "resume", "all"];

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
  const result: FuzzResult = { cases, taken: 0, refused: 0, slowestMs: 0, slowest: "", failure: null };
  const take = takers(program, folder)[kind];
  try {
    const property = fc.asyncProperty(changedFile(samplesOf(kind)), async (sample) => {
      const start = performance.now();
      let run: Run | null = null;
      try {
        const got = await take(sample);
        if (got === false) result.refused += 1;
        else {
          if (got !== true && result.taken % PAGES_EVERY === 0) run = got;
          result.taken += 1;
        }
      } catch (error) {
        if (!program.isMistake(error) || error.message.length > 5_000) throw error;
        result.refused += 1;
      }
      const ms = performance.now() - start;
      if (run !== null) await program.makePages?.(run);
      if (ms > result.slowestMs) Object.assign(result, { slowestMs: ms, slowest: sample.name });
      if (ms > SLOW_MS) console.log(`${kind}: ${Math.round(ms)} ms: ${sample.name}\n${sample.text.slice(0, 1_000)}`);
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

/** The run that was taken, or whether something was: what is kept for later is refused without a word. */
type Take = (sample: Sample) => Promise<Run | boolean>;

function takers(program: FuzzedProgram, folder: string): Record<Kind, Take> {
  const analyse = (run: Run) => {
    expectFinite(program.analyse(run));
    return run;
  };
  const written = ({ name, text }: Sample) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    runs: async ({ text }) => analyse(program.parseRun(text)),
    journals: async (sample) => analyse((await program.readJournal(written(sample))).run),
    studies: async (sample) => Boolean(await program.planStudy(written(sample))),
    options: async ({ text }) => Boolean(await program.planOptions(optionsIn(text))),
    manifests: async ({ text }) => {
      const paths = program.manifestPaths(text);
      const out = paths?.find((path) => !resolve(SITE, path).startsWith(SITE + sep));
      if (out !== undefined) throw new Error(`${out} is outside of the site`);
      return paths !== null;
    },
    caches: async ({ text }) => {
      const kept = program.keptLines(mkdtempSync(join(folder, "cache-")), text);
      const other = kept.find((line) => !CACHE_LINES.includes(line));
      if (other !== undefined) throw new Error(`a cache has a line that nobody kept: ${other}`);
      return kept.length > 1;
    },
    // What an import gives is a run file, which is read again.
    imports: async ({ name, text }) => analyse(program.parseRun(JSON.stringify(program.importFile(text, name)))),
  };
}

/** `null` is how JSON writes NaN and infinities: the texts and the figures that may not be null would show them. */
function expectFinite(value: unknown, place = "the analysis"): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${place} is ${value}`);
  if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) expectFinite(part, `${place}.${key}`);
}
