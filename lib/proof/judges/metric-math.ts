/**
 * What an expression of CloudWatch's metric math says of one moment: numbers, names of metrics, + - * / and comparisons,
 * IF, FILL, MAX, MIN, SUM, ABS. What is calculated with a metric that has no value then has none either.
 */

type Values = Readonly<Record<string, number | undefined>>;
type Maybe = number | undefined;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(>=|<=|==|!=|&&|\|\||[-+*/()<>,[\]]))/gy;

function tokensOf(expression: string): string[] {
  const found = [...expression.matchAll(TOKEN)];
  if (found.reduce((sum, [text]) => sum + text.length, 0) !== expression.trimEnd().length)
    throw new Error(`"${expression}" is no expression that is known here`);
  return found.map(([text]) => text.trim());
}

const truth = (value: boolean): number => (value ? 1 : 0);

/** From those that bind least. */
const LEVELS: Record<string, (one: number, other: number) => number>[] = [
  { "||": (one, other) => truth(one !== 0 || other !== 0), "&&": (one, other) => truth(one !== 0 && other !== 0) },
  {
    ">": (one, other) => truth(one > other),
    "<": (one, other) => truth(one < other),
    ">=": (one, other) => truth(one >= other),
    "<=": (one, other) => truth(one <= other),
    "==": (one, other) => truth(one === other),
    "!=": (one, other) => truth(one !== other),
  },
  { "+": (one, other) => one + other, "-": (one, other) => one - other },
  { "*": (one, other) => one * other, "/": (one, other) => (other === 0 ? Number.NaN : one / other) },
];

const known = (values: Maybe[]): number[] => values.filter((value) => value !== undefined);
const most = (pick: (...values: number[]) => number) => (values: Maybe[]) =>
  known(values).length === 0 ? undefined : pick(...known(values));

const FUNCTIONS: Record<string, (values: Maybe[]) => Maybe> = {
  IF: ([condition, then, other]) => (condition === undefined ? undefined : condition === 0 ? other : then),
  FILL: ([value, instead]) => value ?? instead,
  MAX: most(Math.max),
  MIN: most(Math.min),
  SUM: most((...values) => values.reduce((sum, value) => sum + value, 0)),
  ABS: ([value]) => (value === undefined ? undefined : Math.abs(value)),
};

/**
 * @param values of the metrics, by their ids; undefined: nothing was reported
 * @throws Error for an expression that is not known here
 */
export function evaluate(expression: string, values: Values): Maybe {
  const tokens = tokensOf(expression);
  const take = (wanted: string): void => {
    if (tokens.shift() !== wanted) throw new Error(`"${expression}" lacks a ${wanted}`);
  };

  /** Up to a closing mark. */
  function list(end: string): Maybe[] {
    const found: Maybe[] = [];
    while (tokens[0] !== end && tokens.length > 0) {
      if (found.length > 0) take(",");
      if (tokens[0] === "[") {
        tokens.shift();
        found.push(...list("]"));
      } else found.push(level(0));
    }
    take(end);
    return found;
  }

  function term(): Maybe {
    const token = tokens.shift() ?? "";
    if (token === "-") return negative(term());
    if (token === "(") {
      const inner = level(0);
      take(")");
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    if (tokens[0] === "(") {
      const call = FUNCTIONS[token];
      if (call === undefined) throw new Error(`${token}() is not known here`);
      tokens.shift();
      return call(list(")"));
    }
    if (!Object.hasOwn(values, token)) throw new Error(`"${expression}" names no metric ${token}`);
    return values[token];
  }

  function level(depth: number): Maybe {
    const operators = LEVELS[depth];
    if (operators === undefined) return term();
    let value = level(depth + 1);
    for (let next = operators[tokens[0] ?? ""]; next !== undefined; next = operators[tokens[0] ?? ""]) {
      tokens.shift();
      const other = level(depth + 1);
      value = value === undefined || other === undefined ? undefined : next(value, other);
    }
    return Number.isNaN(value) ? undefined : value;
  }

  const result = level(0);
  if (tokens.length > 0) throw new Error(`"${expression}" has ${tokens[0]} too much`);
  return result;
}

const negative = (value: Maybe): Maybe => (value === undefined ? undefined : -value);

/** Whether it is understood here. An owner may write more than this knows. */
export function isUnderstood(expression: string, ids: Iterable<string>): boolean {
  try {
    evaluate(expression, Object.fromEntries([...ids].map((id) => [id, 1])));
    return true;
  } catch {
    return false;
  }
}
