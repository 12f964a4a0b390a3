/**
 * Wraps a pure function in a cache of its last results.
 *
 * @param most number of results; the least recently used one is dropped
 */
export function remember<A extends readonly unknown[], T>(
  most: number,
  keyOf: (...args: A) => string,
  make: (...args: A) => T,
): (...args: A) => T {
  const known = new Map<string, T>();
  return (...args) => {
    const key = keyOf(...args);
    const made = known.get(key) ?? make(...args);
    known.delete(key);
    known.set(key, made);
    if (known.size > most) known.delete(known.keys().next().value as string);
    return made;
  };
}
