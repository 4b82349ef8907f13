/**
 * Expressions of GitHub Actions, as far as rendered workflows use them: texts, `==`, `!=`, `&&`, `||`, `!`, parentheses,
 * paths with `.*`, and a few functions. It throws at everything else.
 */

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Context = Record<string, Value>;

const TOKEN = /\s*(?:('(?:[^']|'')*')|(==|!=|&&|\|\||[!(),])|([A-Za-z_][\w-]*(?:\.(?:[\w-]+|\*))*)|(\d+))/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text);
    if (found === null) throw new Error(`not read: ${text}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

const isTrue = (value: Value): boolean => value !== null && value !== false && value !== "" && value !== 0;

const numberOf = (value: Value): number => (typeof value === "object" && value !== null ? Number.NaN : Number(value));

/** As GitHub compares: texts without regard to case, and as numbers what is not of one kind. Nothing is like no text. */
const isSame = (left: Value, right: Value): boolean => {
  if (typeof left === "string" && typeof right === "string") return left.toLowerCase() === right.toLowerCase();
  return typeof left === typeof right && left !== null && right !== null
    ? left === right
    : numberOf(left) === numberOf(right);
};

const FUNCTIONS: Record<string, (...args: Value[]) => Value> = {
  contains: (where = null, what = null) =>
    Array.isArray(where)
      ? where.some((one) => isSame(one, what))
      : String(where ?? "")
          .toLowerCase()
          .includes(String(what).toLowerCase()),
  success: () => true,
  failure: () => false,
  cancelled: () => false,
  always: () => true,
  hashFiles: () => "0a1b2c3",
};

/** What is at a path: nothing where there is nothing, and a list of what is in each element after `.*`. */
const at = (path: string[], value: Value): Value => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (value === null || typeof value !== "object") return null;
  if (key === "*") return (Array.isArray(value) ? value : Object.values(value)).map((one) => at(rest, one));
  return Array.isArray(value) ? null : at(rest, value[key] ?? null);
};

class Reader {
  readonly #tokens: string[];
  readonly #context: Context;

  constructor(text: string, context: Context) {
    this.#tokens = tokensOf(text);
    this.#context = context;
  }

  whole(): Value {
    const value = this.#or();
    if (this.#tokens.length > 0) throw new Error(`not read: ${this.#tokens.join(" ")}`);
    return value;
  }

  #take(...wanted: string[]): string | undefined {
    return wanted.includes(this.#tokens[0] ?? "") ? this.#tokens.shift() : undefined;
  }

  #or(): Value {
    let left = this.#and();
    while (this.#take("||")) {
      const right = this.#and();
      left = isTrue(left) ? left : right;
    }
    return left;
  }

  #and(): Value {
    let left = this.#comparison();
    while (this.#take("&&")) {
      const right = this.#comparison();
      left = isTrue(left) ? right : left;
    }
    return left;
  }

  #comparison(): Value {
    const left = this.#one();
    const operator = this.#take("==", "!=");
    return operator === undefined ? left : isSame(left, this.#one()) === (operator === "==");
  }

  #one(): Value {
    if (this.#take("!")) return !isTrue(this.#one());
    if (this.#take("(")) return this.#closed(this.#or());
    const token = this.#tokens.shift() ?? "";
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d+$/.test(token)) return Number(token);
    if (["true", "false", "null"].includes(token)) return JSON.parse(token);
    if (this.#take("(")) return this.#call(token);
    return at(token.split("."), this.#context);
  }

  #call(name: string): Value {
    const args: Value[] = [];
    while (this.#tokens[0] !== ")") {
      args.push(this.#or());
      if (!this.#take(",")) break;
    }
    const call = FUNCTIONS[name];
    if (call === undefined) throw new Error(`no function is called ${name}`);
    return this.#closed(call(...args));
  }

  #closed(value: Value): Value {
    if (!this.#take(")")) throw new Error(`not closed before ${this.#tokens[0]}`);
    return value;
  }
}

/** The value of an expression, with or without `${{ }}` around it. */
export const evaluate = (text: string, context: Context): Value =>
  new Reader(/^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1] ?? text, context).whole();

/** Whether an `if` lets a job or a step run. */
export const holds = (condition: string | undefined, context: Context): boolean =>
  condition === undefined || isTrue(evaluate(condition, context));

/** A text with the expressions in it. */
export const fill = (text: Value, context: Context): Value => {
  if (typeof text !== "string") return text;
  if (/^\$\{\{[^}]*\}\}$/.test(text)) return evaluate(text, context);
  return text.replace(/\$\{\{([^}]*)\}\}/g, (_, inner: string) => String(evaluate(inner, context) ?? ""));
};
