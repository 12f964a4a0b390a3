import { hasReference, reference } from "../reference.js";

/** One of NIST's nonlinear regressions (StRD), its model as a function. */
export interface Regression {
  name: string;
  difficulty: string;
  start1: number[];
  start2: number[];
  certified: number[];
  certifiedSd: number[];
  rss: number;
  residuals(parameters: readonly number[]): number[];
}

interface StoredSet {
  difficulty: string;
  start1: number[];
  start2: number[];
  certified: number[];
  certified_sd: number[];
  rss: number;
  x: (number | number[])[];
  y: number[];
}

type Model = (x: number[], ...b: number[]) => number;

const { exp, cos, sin, PI } = Math;

const peaks: Model = ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0) =>
  b1 * exp(-b2 * x) + b3 * exp(-((x - b4) ** 2) / b5 ** 2) + b6 * exp(-((x - b7) ** 2) / b8 ** 2);

const cubicOverCubic: Model = ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0) =>
  (b1 + b2 * x + b3 * x ** 2 + b4 * x ** 3) / (1 + b5 * x + b6 * x ** 2 + b7 * x ** 3);

/** Every model of the file's sets, from its `model_text`. */
const MODELS: Record<string, Model> = {
  Bennett5: ([x = 0], b1 = 0, b2 = 0, b3 = 0) => b1 * (b2 + x) ** (-1 / b3),
  Chwirut1: ([x = 0], b1 = 0, b2 = 0, b3 = 0) => exp(-b1 * x) / (b2 + b3 * x),
  DanWood: ([x = 0], b1 = 0, b2 = 0) => b1 * x ** b2,
  ENSO: ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0, b9 = 0) =>
    b1 +
    b2 * cos((2 * PI * x) / 12) +
    b3 * sin((2 * PI * x) / 12) +
    b5 * cos((2 * PI * x) / b4) +
    b6 * sin((2 * PI * x) / b4) +
    b8 * cos((2 * PI * x) / b7) +
    b9 * sin((2 * PI * x) / b7),
  Eckerle4: ([x = 0], b1 = 0, b2 = 0, b3 = 0) => (b1 / b2) * exp(-0.5 * ((x - b3) / b2) ** 2),
  Gauss1: peaks,
  Gauss3: peaks,
  Hahn1: cubicOverCubic,
  Lanczos2: ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0) =>
    b1 * exp(-b2 * x) + b3 * exp(-b4 * x) + b5 * exp(-b6 * x),
  MGH09: ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0) => (b1 * (x ** 2 + x * b2)) / (x ** 2 + x * b3 + b4),
  MGH17: ([x = 0], b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0) => b1 + b2 * exp(-x * b4) + b3 * exp(-x * b5),
  Misra1a: ([x = 0], b1 = 0, b2 = 0) => b1 * (1 - exp(-b2 * x)),
  Misra1c: ([x = 0], b1 = 0, b2 = 0) => b1 * (1 - (1 + 2 * b2 * x) ** -0.5),
  // Fitted to log y.
  Nelson: ([x1 = 0, x2 = 0], b1 = 0, b2 = 0, b3 = 0) => b1 - b2 * x1 * exp(-b3 * x2),
  Rat42: ([x = 0], b1 = 0, b2 = 0, b3 = 0) => b1 / (1 + exp(b2 - b3 * x)),
  Thurber: cubicOverCubic,
};

/** The sets of the reference file; none where the folder is absent. */
export function regressions(): Regression[] {
  if (!hasReference) return [];
  const { sets } = reference<{ sets: Record<string, StoredSet> }>("nist-strd-nls");
  return Object.entries(sets).map(([name, set]) => {
    const model = MODELS[name];
    if (model === undefined) throw new Error(`the set ${name} has no model here`);
    const places = set.x.map((x) => (typeof x === "number" ? [x] : x));
    const y = name === "Nelson" ? set.y.map(Math.log) : set.y;
    return {
      ...set,
      name,
      certifiedSd: set.certified_sd,
      residuals: (b) => places.map((x, index) => model(x, ...b) - (y[index] as number)),
    };
  });
}
