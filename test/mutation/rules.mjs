/**
 * The small wrong changes that are tried, by rule: what a careless colleague might do. Each rule is given a node of the
 * syntax tree with the source, and says which piece of text becomes which other.
 *
 * @typedef {{ start: number, end: number, text: string }} Edit
 */

export const OPPOSITE = {
  "===": "!==",
  "!==": "===",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
  "&&": "||",
  "||": "&&",
};
const LOOSER = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };

/** The operator of a node stands between its two sides. */
function operator(node, source, words) {
  const text = words[node.operator];
  if (text === undefined) return [];
  const start = source.indexOf(node.operator, node.left.end);
  return start < 0 || start >= node.right.start ? [] : [{ start, end: start + node.operator.length, text }];
}

/** Far enough that it matters: a threshold of 100 is as good as one of 101. */
export const moved = (number) => (Math.abs(number) < 10 ? number + 1 : number * 2);

/** What a comparison of two gives, `? -1 : 1`, says which goes first: any number of that sign says the same. */
const isDirection = ({ start, end }, source) =>
  (source.slice(0, start).endsWith("? -") && source.slice(end).startsWith(" : 1")) ||
  source.slice(0, start).endsWith("? -1 : ");

/** Takes an element out of a list, with the comma that belongs to it. */
const dropped = (list, index) => {
  const [one, next, previous] = [list[index], list[index + 1], list[index - 1]];
  if (next !== undefined) return { start: one.start, end: next.start, text: "" };
  return { start: previous.end, end: one.end, text: "" };
};

const isRow = ({ type }) =>
  ["ObjectExpression", "ArrayExpression", "Literal", "Property", "SpreadElement"].includes(type);
const rows = (list) =>
  list.length < 2 || !list.every((one) => one !== null && isRow(one))
    ? []
    : list.map((_, index) => dropped(list, index));

/** Two values of one kind, one after the other, change places. */
const swapped = (list, source) =>
  list.slice(1).flatMap((second, index) => {
    const first = list[index];
    const isPair = first.type === "Literal" && second.type === "Literal" && typeof first.value === typeof second.value;
    if (!isPair || first.raw === second.raw) return [];
    const between = source.slice(first.end, second.start);
    return [{ start: first.start, end: second.end, text: `${second.raw}${between}${first.raw}` }];
  });

/** @type {Record<string, (node: any, source: string) => Edit[]>} */
export const RULES = {
  "flip a condition": (node, source) => {
    if (node.type === "BinaryExpression" || node.type === "LogicalExpression") return operator(node, source, OPPOSITE);
    const isNot = node.type === "UnaryExpression" && node.operator === "!";
    return isNot ? [{ start: node.start, end: node.start + 1, text: "" }] : [];
  },
  "move a bound": (node, source) => {
    if (node.type === "BinaryExpression") return operator(node, source, LOOSER);
    const isNumber = node.type === "Literal" && typeof node.value === "number" && !isDirection(node, source);
    return isNumber ? [{ start: node.start, end: node.end, text: String(moved(node.value)) }] : [];
  },
  "turn a switch": (node) =>
    node.type === "Literal" && typeof node.value === "boolean"
      ? [{ start: node.start, end: node.end, text: String(!node.value) }]
      : [],
  "drop a row": (node) => {
    if (node.type === "ArrayExpression") return rows(node.elements);
    return node.type === "ObjectExpression" ? rows(node.properties) : [];
  },
  "swap two values": (node, source) => {
    // A list of words is mostly a set: its order says nothing.
    const isSet = node.type === "ArrayExpression" && node.elements.every((one) => typeof one?.value === "string");
    if (node.type === "ArrayExpression" && !isSet) return swapped(node.elements.filter(Boolean), source);
    return node.type === "CallExpression" ? swapped(node.arguments, source) : [];
  },
  "leave a call out": (node) =>
    node.type === "ExpressionStatement" && ["CallExpression", "AwaitExpression"].includes(node.expression.type)
      ? [{ start: node.start, end: node.end, text: "" }]
      : [],
};
