import { Session } from "node:inspector/promises";
import { setFlagsFromString } from "node:v8";

/** Compilers of V8 whose code leaves out counts; the second is on by default from Node 24 on. */
const COMPILERS = Number(process.versions.node.split(".")[0]) < 24 ? ["opt"] : ["opt", "maglev"];

/** How often the functions and blocks of `src` ran: the same on every machine, however busy it is, as times are not. */
export async function workOf(task: () => unknown): Promise<number> {
  for (const compiler of COMPILERS) setFlagsFromString(`--no-${compiler}`);
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    await task();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const own = result.filter(({ url }) => url.includes("/src/"));
    const ranges = own.flatMap(({ functions }) => functions.flatMap((one) => one.ranges));
    return ranges.reduce((sum, { count }) => sum + count, 0);
  } finally {
    session.disconnect();
    for (const compiler of COMPILERS) setFlagsFromString(`--${compiler}`);
  }
}

/** How many times as much work a task is when its input is twice as large: 2 where it grows in proportion, 4 with the square. */
export async function growthOf(make: (size: number) => () => unknown, size: number): Promise<number> {
  const [once, twice] = [make(size), make(2 * size)];
  // What is loaded or compiled at the first call is no work of the input.
  await once();
  return (await workOf(twice)) / (await workOf(once));
}
