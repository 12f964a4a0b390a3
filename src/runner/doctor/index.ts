import { check as affinity } from "./affinity.js";
import { check as battery } from "./battery.js";
import type { Check, Found } from "./check.js";
import { check as clock } from "./clock.js";
import { check as cores } from "./cores.js";
import type { Facts } from "./facts.js";
import { check as floor } from "./floor.js";
import { check as frequency } from "./frequency.js";
import { check as heat } from "./heat.js";
import { check as load } from "./load.js";
import { check as memory } from "./memory.js";
import { check as pressure } from "./pressure.js";
import { check as quota } from "./quota.js";
import { check as scratch } from "./scratch.js";
import { check as steal } from "./steal.js";
import { check as swap } from "./swap.js";
import { check as throttling } from "./throttling.js";
import { check as virtualisation } from "./virtualisation.js";

/** Every check, in the order of the report. Add one: a file, a line here, a test. */
const checks: readonly Check[] = [
  cores,
  affinity,
  quota,
  throttling,
  frequency,
  heat,
  battery,
  load,
  pressure,
  memory,
  swap,
  virtualisation,
  steal,
  clock,
  scratch,
  floor,
];

/** Finding of a check, with its name. */
export type Checked = Pick<Check, "id" | "title"> & Found;

/** Asks every question of the facts. */
export function examine(facts: Facts): Checked[] {
  return checks.map(({ id, title, look }) => ({ id, title, ...look(facts) }));
}
