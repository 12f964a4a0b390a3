import { expect, it } from "vitest";
import { launcherIn } from "../../src/study/launchers.js";

it.each([
  ["srun -n {workers} ./prog", "srun"],
  ["/usr/bin/mpirun -n {workers} ./prog", "mpirun"],
  ["OMP_NUM_THREADS=1 env FOO=2 mpiexec -n 4 ./prog", "mpiexec"],
  ["cd there && srun ./prog", "srun"],
  ["ssh node ./prog {workers}", "ssh"],
])("finds the program that starts the work elsewhere in %s", (line, launcher) => {
  expect(launcherIn(line)).toBe(launcher);
});

it.each(["./prog {workers}", "python3 srun.py", "./srun-like", "grep mpirun log", "", "./run.sh srun"])(
  "takes %j for a program that does its work itself",
  (line) => {
    expect(launcherIn(line)).toBeNull();
  },
);
