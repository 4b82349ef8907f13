import { isMap, isScalar, isSeq, parseAllDocuments, visit } from "yaml";
import { moved, OPPOSITE } from "./rules.mjs";

/** The small wrong changes to settings: workflows and pipelines with the scripts in them, lists of containers, Dockerfiles. */

/** From the beginning of its line to the end of its last one. */
function lines(source, start, end) {
  const from = source.lastIndexOf("\n", start) + 1;
  const to = source[end - 1] === "\n" ? end : source.indexOf("\n", end) + 1 || source.length;
  return { start: from, end: to, text: "" };
}

const startOf = (item) => (item.key ?? item).range[0];
/** A key without a value has no end of its own but its name's. */
const endOf = (item) => (item.value?.range ?? item.key?.range ?? item.range)[1];

/** A row stands on lines of its own: in `- name: x` the first key shares its line with the list. */
const standsAlone = (source, start) => /^\s*(- *)?$/.test(source.slice(source.lastIndexOf("\n", start) + 1, start));

const dropRow = (node, source) =>
  (isMap(node) || isSeq(node)) && !node.flow && node.items.length > 1
    ? node.items
        .filter((item) => standsAlone(source, startOf(item)) && !(isMap(node) && onListLine(source, startOf(item))))
        .map((item) => lines(source, startOf(item), endOf(item)))
    : [];

const onListLine = (source, start) => source.slice(source.lastIndexOf("\n", start) + 1, start).includes("-");

const whole = ({ range: [start, end] }, text) => [{ start, end, text }];

const turnSwitch = (node) =>
  isScalar(node) && typeof node.value === "boolean" ? whole(node, String(!node.value)) : [];

const moveBound = (node) =>
  isScalar(node) && typeof node.value === "number" ? whole(node, String(moved(node.value))) : [];

const CONDITIONS = { "&&": OPPOSITE["&&"], "||": OPPOSITE["||"], "==": "!=", "!=": "==" };

const flipCondition = (node, source) =>
  !isScalar(node) || typeof node.value !== "string" || node.type.startsWith("BLOCK")
    ? []
    : [...source.slice(node.range[0], node.range[1]).matchAll(/(?<= )(&&|\|\||==|!=)(?= )/g)].map(
        ({ 0: was, index }) => ({
          start: node.range[0] + index,
          end: node.range[0] + index + was.length,
          text: CONDITIONS[was],
        }),
      );

/** What holds others together cannot go without them. */
const HOLDS =
  /^\s*(#|if |then|else|elif |fi\b|for |while |do\b|done\b|case |esac|[\w*|"-]+\)|;;|\}|\{|$)|[\w]+\(\) *\{|<<|\\$/;

/** The commands of a script, one by one. */
function leaveOut(node, source) {
  if (!isScalar(node) || node.type !== "BLOCK_LITERAL") return [];
  const [start, end] = node.range;
  const edits = [];
  let at = source.indexOf("\n", start) + 1;
  let continued = false;
  for (const line of source.slice(at, end).split("\n")) {
    if (!continued && !HOLDS.test(line)) edits.push({ start: at, end: at + line.length + 1, text: "" });
    continued = line.endsWith("\\");
    at += line.length + 1;
  }
  return edits.length > 1 ? edits : [];
}

const RULES = {
  "drop a row": dropRow,
  "turn a switch": turnSwitch,
  "move a bound": moveBound,
  "flip a condition": flipCondition,
  "leave a call out": leaveOut,
};

/** The edits of a YAML source. A key that both branches of a template give stands there twice. */
export function settingEdits(source) {
  const edits = [];
  for (const document of parseAllDocuments(source, { uniqueKeys: false, logLevel: "silent" })) {
    if (document.errors.length > 0) return [];
    visit(document, (_, node) => {
      for (const [rule, of] of Object.entries(RULES))
        for (const edit of of(node, source)) edits.push({ rule, ...edit });
    });
  }
  return edits;
}

/** The instructions of a Dockerfile: without the first nothing is built. */
export function instructionEdits(source) {
  const found = [...source.matchAll(/^(?!FROM)[A-Z]+ (?:.*\\\n)*.*\n/gm)];
  return found.map(({ 0: was, index }) => ({ rule: "drop a row", start: index, end: index + was.length, text: "" }));
}
