/**
 * Seeded uniform numbers in [0, 1) with 32 bits: sfc32 of Chris Doty-Humphrey (PractRand), warmed up so that near seeds
 * part. The same seed gives the same numbers on every machine.
 *
 * @param seed any number; its low 32 bits count
 */
export function seededRandom(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 16; round++) next();
  return next;
}
