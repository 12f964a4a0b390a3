import type { OwnWork, Result, Workload } from "./workload.js";

/** Exports of a user's module. */
interface UserModule extends OwnWork {
  task(input: unknown): unknown;
  /** Title for pages; default: the file's name. */
  title?: string;
  /** Limit of the tasks; default: not known. */
  bound?: NonNullable<Workload["bound"]>;
}

const FUNCTIONS = ["task", "setup", "inputs", "check", "notes", "cleanup"] as const;
const BOUNDS = ["cpu", "io", "wait"];

/** Makes a workload of a user's module. Throws an Error on exports that do not fit. */
export async function loadModule(url: string): Promise<Workload> {
  const name = decodeURIComponent(url.slice(url.lastIndexOf("/") + 1));
  const { task, title = `task of ${name}`, bound = null, ...own } = readExports(await import(url), name);
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
    own: { ...own, sized: (own.inputs ?? task).length > 0 },
  };
}

/** Outcome without a checksum, which is taken at the end: hashing a large output is no part of the task. */
function handedBack(value: unknown): Result {
  return { checksum: 0, value };
}

/** Exports of a module; those of CommonJS are its default export. */
function readExports(exported: Record<string, unknown>, name: string): UserModule {
  const { default: inner } = exported;
  const from = typeof exported.task !== "function" && isObject(inner) ? inner : exported;
  for (const key of FUNCTIONS) {
    if (from[key] !== undefined && typeof from[key] !== "function") {
      throw new Error(`${name} exports ${key}, but as ${typeof from[key]}: it must be a function`);
    }
  }
  if (from.task === undefined) throw new Error(`${name} exports no task: write export function task(input) { ... }`);
  const { task, setup, inputs, check, notes, cleanup, title, bound } = from as unknown as UserModule;
  if (title !== undefined && typeof title !== "string") throw new Error(`${name} exports a title that is no text`);
  if (bound !== undefined && !BOUNDS.includes(bound)) {
    throw new Error(`${name} exports bound as ${String(bound)}: it must be one of ${BOUNDS.join(", ")}`);
  }
  const given = Object.entries({ setup, inputs, check, notes, cleanup, title, bound }).filter(
    ([, value]) => value !== undefined,
  );
  return { task, ...Object.fromEntries(given) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
