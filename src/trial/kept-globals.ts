/**
 * What the host itself uses of the language and of Node, as it was before a user's module was loaded: a module may put others
 * in their place. Loops count here, and nothing is called that could have been changed.
 */
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { deleteProperty } = Reflect;

type Holder = [name: string, object];

const prototypes = { Array, Map, Number, Object, Promise, RegExp, Set, String };
const holders: Holder[] = [
  ["", globalThis],
  ...Object.entries({ JSON, Math, process, ...prototypes }),
  ...Object.entries(prototypes).map(([name, one]): Holder => [`${name}.prototype`, one.prototype]),
];
/** Of the global object, these; of the others, all that are functions. */
const GLOBALS = ["JSON", "Math", ...Object.keys(prototypes)];
/** With it a module changes what all objects of a kind are written as. */
const TO_JSON = "toJSON";

interface Kept {
  name: string;
  holder: object;
  key: PropertyKey;
  descriptor: PropertyDescriptor | undefined;
}

const kept = holders.flatMap(([name, holder]) => {
  const keys = holder === globalThis ? GLOBALS : [...Reflect.ownKeys(holder), TO_JSON];
  return keys.flatMap((key): Kept[] => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    const isKept = typeof descriptor?.value === "function" || holder === globalThis || key === TO_JSON;
    return isKept ? [{ name: name === "" ? String(key) : `${name}.${String(key)}`, holder, key, descriptor }] : [];
  });
});

/** Names of what a module has put others in the place of. */
export function changedGlobals(): string[] {
  const names: string[] = [];
  for (let at = 0; at < kept.length; at++) {
    const { name, holder, key, descriptor } = kept[at] as Kept;
    if (getOwnPropertyDescriptor(holder, key)?.value !== descriptor?.value) names[names.length] = name;
  }
  return names;
}

/** Does something with what was kept in its place; the module's own is back afterwards. Not for what waits. */
export function withKept<Result>(act: () => Result): Result {
  const own: Kept[] = [];
  for (let at = 0; at < kept.length; at++) {
    const one = kept[at] as Kept;
    const now = getOwnPropertyDescriptor(one.holder, one.key);
    if (now?.value === one.descriptor?.value) continue;
    if (put(one.holder, one.key, one.descriptor)) own[own.length] = { ...one, descriptor: now };
  }
  try {
    return act();
  } finally {
    for (let at = 0; at < own.length; at++) {
      const { holder, key, descriptor } = own[at] as Kept;
      put(holder, key, descriptor);
    }
  }
}

function put(holder: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): boolean {
  try {
    if (descriptor === undefined) return deleteProperty(holder, key);
    defineProperty(holder, key, descriptor);
    return true;
  } catch {
    // It was frozen with the other in its place.
    return false;
  }
}
