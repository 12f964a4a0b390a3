import { isRuntime, moduleName, type Runtime } from "../runner/hosts/index.js";
import type { Interpreter } from "../runner/hosts/interpreters.js";
import type { Catalogue, Overrides, Study } from "../study/study.js";

/**
 * The programs of all runtimes besides Node's that a study names: those given, or the first that is found. Throws a
 * UserError where a runtime has none. Nothing is started where the study names no other runtime.
 */
export async function interpretersFor(
  study: Study,
  overrides: Overrides,
  given: readonly Interpreter[] = [],
): Promise<Interpreter[]> {
  const found: Interpreter[] = [];
  for (const runtime of runtimesOf(study, overrides)) {
    const own = given.filter((known) => known.runtime === runtime);
    if (own.length > 0) found.push(...own);
    else {
      const { findInterpreters } = await import("../runner/hosts/interpreters.js");
      found.push(...(await findInterpreters(runtime)));
    }
  }
  return found;
}

function runtimesOf({ experiments }: Study, { more }: Overrides): Set<Runtime> {
  const named = experiments.flatMap(({ module, modules = {}, matrix }) => [
    ...[...(module === undefined ? [] : [module]), ...Object.values(modules)].map((path) => moduleName(path).runtime),
    ...(more?.runtime ?? matrix.flatMap((levels) => levels.more.runtime ?? [])),
  ]);
  return new Set(named.filter(isRuntime));
}

/** What all programs of each runtime have. */
export function abilitiesOf(interpreters: readonly Interpreter[]): NonNullable<Catalogue["runtimes"]> {
  const runtimes: NonNullable<Catalogue["runtimes"]> = {};
  for (const { runtime, strategies, workloads, startMethods } of interpreters) {
    const before = runtimes[runtime]?.startMethods ?? startMethods;
    runtimes[runtime] = { strategies, workloads, startMethods: before.filter((name) => startMethods.includes(name)) };
  }
  return runtimes;
}
