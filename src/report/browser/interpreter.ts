/**
 * Evaluates the expressions of a Vega specification without making code of them, which a policy without `unsafe-eval`
 * forbids. Understands what `explorable` and Vega-Lite write for our charts, and throws at anything else.
 */
export interface Node {
  type: string;
  [part: string]: unknown;
}

/** What an expression may see. */
interface Scope {
  functions: Record<string, (...values: unknown[]) => unknown>;
  params: Record<string, unknown>;
  datum?: unknown;
  item?: unknown;
}

type Binary = (a: number, b: number) => unknown;

const BINARY: Record<string, Binary> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  // biome-ignore lint/suspicious/noDoubleEquals: what the expression says
  "==": (a, b) => a == b,
  // biome-ignore lint/suspicious/noDoubleEquals: what the expression says
  "!=": (a, b) => a != b,
};

const UNARY: Record<string, (a: unknown) => unknown> = {
  "+": (a) => Number(a),
  "-": (a) => -Number(a),
  "!": (a) => !a,
};

/** Functions of the language that Vega does not bring itself. */
const PLAIN: Record<string, (...values: never[]) => unknown> = {
  isFinite: (value: number) => Number.isFinite(value),
  isNaN: (value: number) => Number.isNaN(value),
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
  max: Math.max,
  min: Math.min,
  pow: Math.pow,
  sqrt: Math.sqrt,
  log: Math.log,
  exp: Math.exp,
  length: (value: { length: number }) => value.length,
};

type Evaluate = (node: Node, scope: Scope) => unknown;

const NODES: Record<string, Evaluate> = {
  Literal: ({ value }) => value,
  Identifier: ({ name }, { datum, item, params }) =>
    name === "datum" ? datum : name === "item" ? item : params[`$${name}`],
  ArrayExpression: ({ elements }, scope) => (elements as Node[]).map((element) => evaluate(element, scope)),
  ObjectExpression: ({ properties }, scope) =>
    Object.fromEntries(
      (properties as { key: Node; value: Node }[]).map(({ key, value }) => [
        String(key.type === "Literal" ? key.value : key.name),
        evaluate(value, scope),
      ]),
    ),
  MemberExpression: ({ object, property, computed }, scope) => {
    const of = evaluate(object as Node, scope);
    const name = computed ? evaluate(property as Node, scope) : (property as Node).name;
    // Own fields only: no expression reaches a prototype, and through it code.
    return of !== null && of !== undefined && Object.hasOwn(Object(of), name as PropertyKey)
      ? (of as Record<PropertyKey, unknown>)[name as PropertyKey]
      : undefined;
  },
  UnaryExpression: ({ operator, argument }, scope) =>
    known(UNARY, operator, "operator")(evaluate(argument as Node, scope)),
  BinaryExpression: ({ operator, left, right }, scope) =>
    known(
      BINARY,
      operator,
      "operator",
    )(evaluate(left as Node, scope) as number, evaluate(right as Node, scope) as number),
  LogicalExpression: ({ operator, left, right }, scope) => {
    const first = evaluate(left as Node, scope);
    return (operator === "&&") === Boolean(first) ? evaluate(right as Node, scope) : first;
  },
  ConditionalExpression: ({ test, consequent, alternate }, scope) =>
    evaluate((evaluate(test as Node, scope) ? consequent : alternate) as Node, scope),
  CallExpression: ({ callee, arguments: given }, scope) => {
    // Encoders call Vega's own functions with a line before their names.
    const name = String((callee as Node).name).replace(/^_/, "");
    const [test, yes, no] = given as Node[];
    if (name === "if" && test && yes && no) return evaluate(evaluate(test, scope) ? yes : no, scope);
    const act = scope.functions[name] ?? (known(PLAIN, name, "function") as (...values: unknown[]) => unknown);
    return act.apply(
      scope.functions,
      (given as Node[]).map((argument) => evaluate(argument, scope)),
    );
  },
};

function known<T>(among: Record<string, T>, name: unknown, what: string): T {
  const found = Object.hasOwn(among, String(name)) ? among[String(name)] : undefined;
  if (found === undefined) throw new Error(`the explorer knows no ${what} ${name}`);
  return found;
}

/** Value of an expression, as Vega's parser takes it apart. */
export function evaluate(node: Node, scope: Scope): unknown {
  return known(NODES, node.type, "expression")(node, scope);
}

interface Context {
  functions: Scope["functions"];
}

interface Expression {
  ast: Node;
}

interface Encoding {
  marktype: string;
  channels: Record<string, Expression>;
}

type Item = Record<string, number> & { datum: unknown };

/** What `new View(..., { expr })` takes in place of Vega's code generator. */
export const interpreter = {
  operator:
    ({ functions }: Context, { ast }: Expression) =>
    (params: Scope["params"]) =>
      evaluate(ast, { functions, params }),
  parameter:
    ({ functions }: Context, { ast }: Expression) =>
    (datum: unknown, params: Scope["params"]) =>
      evaluate(ast, { functions, params, datum }),
  encode:
    ({ functions }: Context, { marktype, channels }: Encoding) =>
    (item: Item, params: Scope["params"]) => {
      let changed = 0;
      for (const [name, { ast }] of Object.entries(channels)) {
        const value = evaluate(ast, { functions, params, datum: item.datum, item }) as number;
        if (item[name] === value) continue;
        item[name] = value;
        changed = 1;
      }
      if (marktype !== "rule") place(item, channels, marktype === "rect" || marktype === "group");
      return changed;
    },
};

/** Turns second ends into sizes, as every Vega mark but a rule has them. */
function place(item: Item, channels: Encoding["channels"], ordered: boolean): void {
  for (const [start, end, size] of [
    ["x", "x2", "width"],
    ["y", "y2", "height"],
  ] as const) {
    if (!channels[end]) continue;
    const [from, to] = [channels[start] ? (item[start] ?? 0) : (item[end] ?? 0) - (item[size] ?? 0), item[end] ?? 0];
    const swap = ordered && from > to;
    item[start] = swap ? to : from;
    if (swap) item[end] = from;
    if (channels[start]) item[size] = (item[end] ?? 0) - (item[start] ?? 0);
  }
}
