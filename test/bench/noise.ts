/** Timing noise for log times, from which the simulations draw. All seeded. */
export type Noise = (random: () => number) => number;

/** Standard normal by Box and Muller. */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** One trial's log time about 0, independent of its neighbours. Spread about 2 %. */
export const NOISES: Record<string, Noise> = {
  "log-normal": (random) => 0.02 * gaussian(random),
  // A second mode 6 % slower, a quarter of the time: garbage collection, another core type.
  "two-peaked": (random) => 0.01 * gaussian(random) + (random() < 0.25 ? 0.06 : 0),
  // Student's t with 3 degrees of freedom: now and then something large happens.
  "heavy-tailed": (random) => {
    const chi = gaussian(random) ** 2 + gaussian(random) ** 2 + gaussian(random) ** 2;
    return (0.012 * gaussian(random)) / Math.sqrt(chi / 3);
  },
};

/** A machine that warms up over the blocks by 10 %, then is disturbed: what interleaving is for. */
export function drift(block: number, blocks: number): number {
  return 0.1 * (block / blocks) + 0.03 * Math.sin(block / 2);
}
