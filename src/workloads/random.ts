/**
 * Counter-based generator: a 32-bit integer that depends on seed and counter only, so that shares of one sequence
 * can be drawn anywhere. Mixing steps of MurmurHash3's finaliser (Appleby, public domain).
 */
export function randomAt(seed: number, counter: number): number {
  let h = (seed ^ Math.imul(counter + 1, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Draws n numbers and keeps none: pure computing. Returns a number that depends on all of them. */
export function drawNumbers(seed: number, n: number): number {
  let mixed = 0;
  for (let i = 0; i < n; i++) mixed ^= randomAt(seed, i);
  return mixed >>> 0;
}
