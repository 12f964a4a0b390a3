import type { OwnWork, Result, Workload } from "./workload.js";

/** What a user's module exports: `task`, and whatever else it needs. */
interface UserModule extends OwnWork {
  task(input: unknown): unknown;
  /** For pages; without it, the file's name. */
  title?: string;
  /** What limits the tasks; without it, computing. */
  bound?: Workload["bound"];
}

const FUNCTIONS = ["task", "setup", "inputs", "check", "cleanup"] as const;
const BOUNDS = ["cpu", "io", "wait"];

const loaded = new Map<string, Promise<Workload>>();

/** The workload that a user's module is. Throws an Error that says what its exports lack. */
export function loadModule(url: string): Promise<Workload> {
  const workload = loaded.get(url) ?? importModule(url);
  loaded.set(url, workload);
  return workload;
}

async function importModule(url: string): Promise<Workload> {
  const name = decodeURIComponent(url.slice(url.lastIndexOf("/") + 1));
  const { task, title = `task of ${name}`, bound = "cpu", ...own } = readExports(await import(url), name);
  return {
    title,
    bound,
    division: "tasks",
    unit: "size",
    defaultN: 1,
    msPerUnit: 1,
    run({ payload }) {
      const output = task(payload);
      return output instanceof Promise ? output.then(handedBack) : handedBack(output);
    },
    own,
  };
}

/** Its checksum is taken when all is over: hashing a large output is none of the task's work. */
function handedBack(value: unknown): Result {
  return { checksum: 0, value };
}

/** A CommonJS module has its exports as the default export. */
function readExports(exported: Record<string, unknown>, name: string): UserModule {
  const { default: inner } = exported;
  const from = typeof exported.task !== "function" && isObject(inner) ? inner : exported;
  for (const key of FUNCTIONS) {
    if (from[key] !== undefined && typeof from[key] !== "function") {
      throw new Error(`${name} exports ${key}, but as ${typeof from[key]}: it must be a function`);
    }
  }
  if (from.task === undefined) throw new Error(`${name} exports no task: write export function task(input) { ... }`);
  const { task, setup, inputs, check, cleanup, title, bound } = from as unknown as UserModule;
  if (title !== undefined && typeof title !== "string") throw new Error(`${name} exports a title that is no text`);
  if (bound !== undefined && !BOUNDS.includes(bound)) {
    throw new Error(`${name} exports bound as ${String(bound)}: it must be one of ${BOUNDS.join(", ")}`);
  }
  const given = Object.entries({ setup, inputs, check, cleanup, title, bound }).filter(
    ([, value]) => value !== undefined,
  );
  return { task, ...Object.fromEntries(given) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
