/**
 * A function that makes what follows from a key alone once, and keeps the results of the last so many keys.
 *
 * @param most keys at most; what was asked for least lately goes
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
