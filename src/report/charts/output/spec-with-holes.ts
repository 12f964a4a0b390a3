import type { Spec } from "../marks/chart.js";

/**
 * A specification without what differs between charts of one kind: rows, domains, ticks and their labels. The rest is
 * compiled once for the kind; each chart puts its own values into the holes.
 */
export interface Shape {
  /** Equal for specifications that differ in their holes only. */
  key: string;
  /** The rest, fit to be compiled: every hole holds a stand-in that is found again in the compiled specification. */
  spec: Spec;
  /** Values that were taken out, by the name of their hole. */
  rows: Map<string, readonly object[]>;
  signals: Map<string, unknown>;
  /** JSON of the stand-ins of lists, by the name of the hole. */
  standIns: Map<string, string>;
}

/** A lookup of labels by the value of their tick, as an axis writes it. */
const LABELS = /^\((\{.*\})\)\[datum\.value\] \|\| ''$/s;
/** Beginning of the names of holes for ticks. */
export const TICKS = "ticks_";
/** Stand-ins are numbers that no chart has. */
const FIRST_STAND_IN = 918_273_645.125;

/** Takes a specification apart. */
export function shapeOf(spec: Spec): Shape {
  const rows = new Map<string, readonly object[]>();
  const signals = new Map<string, unknown>();
  const standIns = new Map<string, string>();
  let next = 0;
  const standIn = (list: readonly unknown[]): unknown => {
    const name = `domain_${signals.size}_`;
    const stand = list.map((value) => (value === 0 ? 0 : Math.sign(Number(value)) * (FIRST_STAND_IN + next++)));
    signals.set(name, list);
    standIns.set(name, JSON.stringify(stand));
    return stand;
  };
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (part === null || typeof part !== "object") return part;
    const own = part as Record<string, unknown>;
    if (Array.isArray(own.values) && typeof own.values[0] === "object") {
      const name = `rows_${rows.size}_`;
      rows.set(name, own.values);
      return { ...own, name, values: [] };
    }
    return Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, walkProperty(name, inner)]));
  };
  const walkProperty = (name: string, inner: unknown): unknown => {
    if (name === "domain" && isNumbers(inner)) return standIn(inner);
    // The number of ticks may differ: one stands for all.
    if (name === "values" && isNumbers(inner)) {
      const hole = `${TICKS}${signals.size}_`;
      const stand = [FIRST_STAND_IN + next++];
      signals.set(hole, inner);
      standIns.set(hole, JSON.stringify(stand));
      return stand;
    }
    const labels = name === "labelExpr" && typeof inner === "string" ? LABELS.exec(inner)?.[1] : undefined;
    if (labels === undefined) return walk(inner);
    const hole = `labels_${signals.size}_`;
    signals.set(hole, JSON.parse(labels));
    return `${hole}[datum.value] || ''`;
  };
  const left = walk(spec) as Spec;
  return { key: JSON.stringify(left), spec: left, rows, signals, standIns };
}

function isNumbers(list: unknown): list is number[] {
  return Array.isArray(list) && list.length > 0 && list.every((value) => typeof value === "number");
}

/** A compiled specification with signals in place of lists, so that its view can be given others. */
export function withSignals<S extends object>(compiled: S, { signals, standIns }: Shape): S & { signals: object[] } {
  const holes = new Map([...standIns].map(([name, json]) => [json, name]));
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      const hole = isNumbers(part) ? holes.get(JSON.stringify(part)) : undefined;
      return hole === undefined ? part.map(walk) : { signal: hole };
    }
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  const whole = walk(compiled) as S & { signals?: object[] };
  const own = [...signals].map(([name, value]) => ({ name, value }));
  return { ...whole, signals: [...own, ...(whole.signals ?? [])] };
}

/** A compiled specification with all values back in their places: the same as the chart compiled by itself. */
export function filled<S extends object>(compiled: S, { signals, standIns, rows }: Shape): S {
  const lists = new Map([...standIns].map(([name, json]) => [json, signals.get(name)]));
  const labels = [...signals].filter(([name]) => !standIns.has(name));
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") {
      return labels.reduce(
        (text, [name, known]) => text.replaceAll(`${name}[`, () => `(${JSON.stringify(known)})[`),
        part,
      );
    }
    if (Array.isArray(part)) return (isNumbers(part) ? lists.get(JSON.stringify(part)) : undefined) ?? part.map(walk);
    if (part === null || typeof part !== "object") return part;
    const own = part as Record<string, unknown>;
    const values = typeof own.name === "string" && Array.isArray(own.values) ? rows.get(own.name) : undefined;
    if (values !== undefined) return { ...own, values };
    return Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(compiled) as S;
}
